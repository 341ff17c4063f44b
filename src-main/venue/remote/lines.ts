import type { Socket } from 'node:net'

/** Calls back with each whole line that a socket brings, until we end it. A line longer than the limit destroys the socket. */
export function readLines(socket: Socket, charactersMax: number, onLine: (line: string) => void): void {
  let parts: string[] = []
  let length = 0
  socket.setEncoding('utf8')
  socket.on('data', (chunk: Buffer | string) => {
    const pieces = String(chunk).split('\n')
    const last = pieces.pop() ?? ''
    for (const piece of pieces) {
      const line = parts.join('') + piece
      parts = []
      length = 0
      if (line.length > charactersMax) return void socket.destroy()
      if (socket.writable) onLine(line)
    }
    parts.push(last)
    length += last.length
    if (length > charactersMax) socket.destroy()
  })
}
