import { watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { useJoinStore } from '../stores/join.ts'
import { useShareStore } from '../stores/share.ts'
import { pageTitle } from './page-title.ts'
import { useText } from './use-text.ts'

/** Keeps the document's title at what is going on. */
export const usePageTitle = (): void => {
  const share = useShareStore()
  const join = useJoinStore()
  const route = useRoute()
  const { t, number } = useText()
  watchEffect(() => {
    const { key, count } = pageTitle(String(route.name), share.snapshot, join.snapshot)
    document.title = t(key, count === undefined ? {} : { count: number(count) })
  })
}
