import './styles/tokens.css'
import './styles/fonts.css'
import './styles/base.css'
import './styles/controls.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'

// A new link pasted into a tab that is open changes only the fragment, which loads nothing by itself.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#boot=')) location.reload()
})

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
