import { packLinux } from './package/pack-linux.ts'

// npm run package:linux: the desktop app as a folder under packages/.
const { folder, isStub } = await packLinux('packages')
console.log(isStub ? `${folder}: without Electron’s binary, so it does not start. Fetch it with node node_modules/electron/install.js, then pack again.` : folder)
