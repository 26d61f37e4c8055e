import { createGlobalState } from '@vueuse/core'
import { ref } from 'vue'

/**
 * The code as typed so far. It outlives a view, so that a form is still filled after a failed try; in memory only,
 * for a code is a secret.
 */
export const useJoinDraft = createGlobalState(() => ref(''))
