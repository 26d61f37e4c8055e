import { useDocumentVisibility, useIntersectionObserver, type MaybeComputedElementRef } from '@vueuse/core'
import { computed, ref, type ComputedRef } from 'vue'

/** Whether any of an element is where a person could see it: on the part of the page that shows, of a page that shows. */
export const useInSight = (target: MaybeComputedElementRef): ComputedRef<boolean> => {
  // Until the browser says otherwise: it says nothing about a window that it does not draw.
  const isOnScreen = ref(true)
  const visibility = useDocumentVisibility()
  useIntersectionObserver(target, (entries) => {
    isOnScreen.value = entries.at(-1)?.isIntersecting ?? true
  })
  return computed(() => isOnScreen.value && visibility.value === 'visible')
}
