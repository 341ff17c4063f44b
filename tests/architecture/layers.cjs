/** Who may import whom. A folder not named in `sees` is out of sight. The table in docs/architecture.md says the same in words. */
const stages = ['market-data', 'features', 'labels', 'inference', 'policy', 'risk', 'execution', 'ledger']
const tradingStages = stages.filter((stage) => stage !== 'labels')
const vocabulary = 'src-shared/domain/'
const ports = 'src-main/[^/]+/[^/]+\\.port\\.ts$'

const folders = [
  '^src-shared/(domain|contract)/',
  `^src-main/(base|math|statistics|training|engine|strategies|storage|model-runtime|venue|lab|reports|ipc|modes|host|commands|supervision|desktop|preload|processes|${stages.join('|')})/`,
  '^src-renderer/(app|pages|panels|stores|engine-client|charts|format|ui|i18n|styles|fonts)/',
  '^src-renderer/main.tsx|[.]d[.]ts$',
]

/** @param {string} folder @param {string[]} sees @param {string} why */
const layer = (folder, sees, why) => ({
  name: folder.replace(/^src-main\//, ''),
  comment: why,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: '^src-', pathNot: [`^${folder}/`, ...sees.map((path) => `^${path}`)] },
})

const never = (name, from, to, why) => ({ name, comment: why, severity: 'error', from, to })

module.exports = {
  forbidden: [
    layer('src-shared/domain', [], 'the vocabulary depends on nothing'),
    layer('src-shared/contract', [vocabulary], 'the contract speaks the vocabulary'),
    layer('src-main/base', [vocabulary], 'time, chance, ids'),
    layer('src-main/math', [], 'numbers in, numbers out'),
    ...stages.map((stage) => layer(`src-main/${stage}`, [vocabulary, 'src-main/(base|math)/', ports], 'stages do not know each other')),
    layer('src-main/statistics', ['src-main/(base|math)/'], 'says how far results are from luck, whatever they are results of'),
    layer('src-main/training', [vocabulary, 'src-shared/contract/', 'src-main/(base|math|statistics|features|labels|inference)/', ports], 'trains on the very features and predictor that trade'),
    layer('src-main/strategies', [vocabulary], 'a strategy is data'),
    layer('src-main/engine', [vocabulary, `src-main/(base|math|${tradingStages.join('|')})/`, ports], 'joins the stages; knows ports, never adapters'),
    ...['storage', 'model-runtime'].map((adapter) => layer(`src-main/${adapter}`, [vocabulary, 'src-main/base/', ports], 'an adapter knows only its port')),
    never('venue-adapters', { path: '^src-main/venue/([^/]+)/' }, { path: '^src-', pathNot: ['^src-main/venue/$1/', `^${vocabulary}`, '^src-main/(base|math)/', '^src-main/market-data/order-book', `^${ports}`] }, 'an adapter knows only its port; a book is kept the same way everywhere'),
    layer('src-main/lab', [vocabulary, 'src-main/(base|math)/', 'src-main/venue/simulated/', 'src-main/market-data/order-book', ports], 'plays a venue: it knows how markets work and nothing of the engine, nor of the client it is to catch out'),
    layer('src-main/reports', ['src-shared/', 'src-main/(base|math|statistics|ledger|labels)/', ports], 'reports read books, not adapters'),
    layer('src-main/ipc', ['src-shared/', 'src-main/(base|engine)/', 'src-main/market-data/join-bars'], 'serves the contract; joins candles as everybody does'),
    layer('src-main/modes', ['src-shared/', 'src-main/(?!processes|commands|host|ipc|supervision|desktop|preload|lab/)', ports], 'a mode is a list of parts'),
    layer('src-main/host', ['src-shared/', 'src-main/(?!processes|commands|desktop|preload)'], 'one mode at a time, and what windows see of it'),
    layer('src-main/supervision', ['src-shared/contract/', 'src-main/base/', ports], 'keeps the engine alive, knows nothing of it'),
    layer('src-main/desktop', ['src-shared/', 'src-main/(base|supervision)/', ports], 'the shell: the engine lives in another process'),
    layer('src-main/preload', ['src-shared/contract/'], 'sees both worlds, so it holds next to nothing'),
    layer('src-main/commands', ['src-shared/', 'src-main/(?!processes|desktop|preload)'], 'a command joins a mode with a terminal or a page'),
    never('labels-look-ahead', { path: '^src-', pathNot: '^src-main/(labels|training|reports)/' }, { path: '^src-main/labels/' }, 'labels see the future'),
    never('processes-are-programs', {}, { path: '^src-main/processes/' }, 'nothing imports a program'),
    never('node-at-the-edge', { path: '^src-', pathNot: '^src-main/(processes|commands|host|supervision|desktop|modes|storage|model-runtime|ipc|reports|lab|venue/(recorded|remote)/|base/system-)' }, { dependencyTypes: ['core'] }, 'the core runs anywhere'),
    never('runs-are-counted', { path: '^src-', pathNot: '^src-main/(modes/(backtest-run|replay-trial|counted-replay|learning/policy-run)|host/open-replay|commands/(replay-command|outcome-text))' }, { path: '^src-main/modes/recorded-run' }, 'whoever runs on archived candles counts it as a trial'),
    never('renderer-alone', { path: '^src-renderer/' }, { path: '^src-main/' }, 'they share only src-shared'),
    never('main-alone', { path: '^src-(main|shared)/' }, { path: '^src-renderer/' }, 'they share only src-shared'),
    layer('src-renderer/i18n', ['src-shared/contract/'], 'words depend on nothing'),
    layer('src-renderer/format', ['src-renderer/i18n/'], 'numbers and times as text'),
    layer('src-renderer/ui', ['src-shared/contract/', 'src-renderer/(format|i18n)/'], 'controls know no panel and no store'),
    layer('src-renderer/charts', ['src-shared/(contract|domain)/', 'src-renderer/(format|i18n)/'], 'drawing knows no store'),
    never('electron-in-the-shell', { path: '^src-', pathNot: '^src-main/(desktop|preload|processes/desktop)' }, { path: 'node_modules/electron/' }, 'the rest runs without Electron'),
    never('panels-alone', { path: '^src-renderer/panels/([^/]+)/' }, { path: '^src-renderer/panels/', pathNot: '^src-renderer/panels/$1/' }, 'panels meet in stores'),
    never('one-door-to-the-engine', { path: '^src-renderer/', pathNot: '^src-renderer/(stores|engine-client)/' }, { path: '^src-renderer/engine-client/' }, 'panels read stores'),
    never('native-modules-behind-their-port', { path: '^src-', pathNot: '^src-main/(storage|model-runtime)/' }, { path: 'node_modules/(better-sqlite3|onnxruntime)' }, 'one folder each'),
    never('network-behind-its-client', { path: '^src-', pathNot: '^src-main/(venue/binance|ipc|lab)/' }, { path: 'node_modules/(axios|ws)/' }, 'whoever talks to a venue has one client to do it'),
    never('every-folder-is-known', { path: '^src-', pathNot: folders }, {}, 'a folder without rules promises nothing'),
    never('no-cycles', {}, { circular: true }, 'a cycle is one module in two files'),
    never('no-orphans', { orphan: true, pathNot: '\\.d\\.ts$' }, {}, 'code nobody uses is deleted'),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
}
