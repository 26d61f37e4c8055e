import { createRouter, createWebHistory, type Router } from 'vue-router'
import { useShareStore } from './stores/share.ts'
import HomeView from './views/HomeView.vue'
import JoinView from './views/JoinView.vue'
import ShareView from './views/ShareView.vue'

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
      { path: '/check', name: 'check', component: () => import('./views/DoctorView.vue') },
      { path: '/settings', name: 'settings', component: () => import('./views/SettingsView.vue') },
      { path: '/:unknown(.*)*', redirect: { name: 'home' } },
    ],
  })
  router.afterEach((to, from) => {
    if (to.path !== from.path) window.scrollTo({ top: 0 })
  })
  return router
}
