import { SOCKET_PROTOCOL } from '../../src-shared/contract/contract.ts'
import { ENGINE_PORT } from '../../src-shared/contract/desktop.ts'
import type { Channel } from '../../src-shared/contract/frames.ts'
import { PortDoor } from './port-door.ts'

/** The engine answers, but it does not know this tab: a new link is needed. */
export class NoSession extends Error {
  override readonly name = 'NoSession'
}

/** The desktop window is handed a port by its preload; a browser tab opens a web socket. */
export function doorOf(page: Window): () => Promise<Channel> {
  if (!('desktop' in page)) return openSocket
  const door = new PortDoor(() => void page.desktop?.connect())
  // Listening begins here, since the first port may come before anybody asks for it. Frames and other windows may post too: only this window counts.
  page.addEventListener('message', ({ source, origin, data, ports: [port] }) => {
    if (source === page && origin === page.location.origin && data === ENGINE_PORT && port) door.offer(port)
  })
  return () => door.open()
}

/** Opens a web socket in this tab's session. Rejects with NoSession, or with another error when the engine cannot be reached. */
async function openSocket(): Promise<Channel> {
  const secret = await sessionSecret()
  if (secret === null) throw new NoSession('no session in this tab')
  const socket = new WebSocket(`ws://${location.host}/`, [SOCKET_PROTOCOL, secret])
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('error', () => resolve(false))
  })
  if (!opened) throw (await isEngineUp()) ? new NoSession('the session ended') : new Error('the engine cannot be reached')
  return socketChannel(socket)
}

function socketChannel(socket: WebSocket): Channel {
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    congested: () => false,
    close: () => socket.close(),
    listen: (onFrame, onClose) => {
      socket.addEventListener('message', ({ data }) => onFrame(JSON.parse(String(data))))
      socket.addEventListener('close', onClose)
    },
  }
}

/** The boot token of the address bar buys a session once; a reload of this tab finds the session again. */
async function sessionSecret(): Promise<string | null> {
  const boot = new URLSearchParams(location.hash.slice(1)).get('boot')
  if (boot !== null) {
    const response = await fetch('/session', { method: 'POST', headers: { authorization: `Boot ${boot}` } })
    history.replaceState(null, '', location.pathname)
    if (response.ok) sessionStorage.setItem('session', await response.text())
  }
  return sessionStorage.getItem('session')
}

const isEngineUp = (): Promise<boolean> => fetch('/health').then(({ ok }) => ok, () => false)
