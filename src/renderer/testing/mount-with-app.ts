import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent, h, type Component, type Plugin } from 'vue'
import { announcerKey, createAnnouncer, type Announcer } from '../composables/use-announcer.ts'
import { createTexts } from '../i18n/index.ts'
import { platformKey } from '../platform/injection.ts'
import type { Platform } from '../platform/platform.ts'
import { createWebPlatform } from '../platform/web.ts'

export interface MountedWithApp {
  readonly wrapper: VueWrapper
  readonly announcer: Announcer
}

const platform: Platform = {
  ...createWebPlatform({ origin: 'http://127.0.0.1:7300' }, undefined),
  copyText: () => Promise.resolve(),
}

/** Mounts a component into the document with all that the app provides: stores, English texts, announcer, platform. */
export const mountWithApp = (
  component: Component,
  props: Record<string, unknown> = {},
  overrides: Partial<Platform> = {},
  plugins: readonly Plugin[] = [],
): MountedWithApp => {
  const announcer = createAnnouncer()
  const wrapper = mount(defineComponent({ render: () => h(component, props) }), {
    attachTo: document.body,
    global: {
      plugins: [createPinia(), createTexts('en'), ...plugins],
      provide: {
        [announcerKey as symbol]: announcer,
        [platformKey as symbol]: { ...platform, ...overrides },
      },
    },
  })
  return { wrapper, announcer }
}

/** Runs what a component's `setup` would, a composable for example, with all that the app provides. */
export const setUpInApp = (
  setup: () => void,
  overrides: Partial<Platform> = {},
  plugins: readonly Plugin[] = [],
): MountedWithApp => {
  const component: Component = {
    setup() {
      setup()
      return () => h('p')
    },
  }
  return mountWithApp(component, {}, overrides, plugins)
}
