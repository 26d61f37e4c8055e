import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { announcerKey, createAnnouncer } from './composables/use-announcer.ts'
import { createTexts, resolveLocale } from './i18n/index.ts'
import { createDesktopPlatform } from './platform/desktop.ts'
import { platformKey } from './platform/injection.ts'
import { createWebPlatform } from './platform/web.ts'
import { createAppRouter, fetchPagesForTrouble } from './router.ts'
import './styles/tokens.css'
import './styles/base.css'

const platform = window.beckon
  ? createDesktopPlatform(window.beckon, navigator.clipboard)
  : createWebPlatform(location, navigator.clipboard)

createApp(App)
  .provide(platformKey, platform)
  .provide(announcerKey, createAnnouncer())
  .use(createPinia())
  .use(createTexts(resolveLocale(null, navigator.languages)))
  .use(createAppRouter())
  .mount('#app')

// Once all that the start needs is there.
addEventListener('load', () => void fetchPagesForTrouble())
