import { createRouter, createWebHistory, type Router } from 'vue-router'
import { useShareStore } from './stores/share.ts'
import HomeView from './views/HomeView.vue'
import JoinView from './views/JoinView.vue'
import ShareView from './views/ShareView.vue'

const fetchDoctor = () => import('./views/DoctorView.vue')
const fetchSettings = () => import('./views/SettingsView.vue')

/** Fetches what is wanted most when the server is gone, and could not be had from it then. */
export const fetchPagesForTrouble = async (): Promise<void> => {
  await Promise.allSettled([fetchDoctor(), fetchSettings()])
}

/** `/join#<code>` carries its code in the fragment, which no server sees. */
export const createAppRouter = (): Router => {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'home', component: HomeView },
      { path: '/join', name: 'join', component: JoinView },
      {
        path: '/share',
        name: 'share',
        component: ShareView,
        // There is nothing to see without a session, and none can begin without a click.
        beforeEnter: () => {
          const { kind } = useShareStore().snapshot
          return kind === 'idle' || kind === 'ended' ? { name: 'home', replace: true } : true
        },
      },
      { path: '/check', name: 'check', component: fetchDoctor },
      { path: '/settings', name: 'settings', component: fetchSettings },
      { path: '/:unknown(.*)*', redirect: { name: 'home' } },
    ],
  })
  router.afterEach((to, from) => {
    if (to.path !== from.path) window.scrollTo({ top: 0 })
  })
  return router
}
