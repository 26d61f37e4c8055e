import './overlay.css'
import { drawPointers } from './pointers.ts'

/** The page above the shared display: it shows what main tells it, and has nothing to say. */
const stage = document.querySelector('#pointers')
if (stage) window.beckon?.overlay.onChanged((pointers) => drawPointers(stage, pointers))
