/** Works on up to `width` tasks at the same time and yields what became of them in the order of the tasks. `work` must not reject. */
export async function* inOrder<Task, Result>(tasks: Iterable<Task>, width: number, work: (task: Task) => Promise<Result>): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for (const task of tasks) {
    begun.push(work(task))
    if (begun.length >= width) yield begun.shift()!
  }
  for (const result of begun) yield result
}
