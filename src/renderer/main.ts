import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { announcerKey, createAnnouncer } from './composables/use-announcer.ts'
import { createTexts, resolveLocale } from './i18n/index.ts'
import { platformKey } from './platform/injection.ts'
import { createWebPlatform } from './platform/web.ts'
import { createAppRouter } from './router.ts'
import './styles/tokens.css'
import './styles/base.css'

createApp(App)
  .provide(platformKey, createWebPlatform(location, navigator.clipboard))
  .provide(announcerKey, createAnnouncer())
  .use(createPinia())
  .use(createTexts(resolveLocale(null, navigator.languages)))
  .use(createAppRouter())
  .mount('#app')
