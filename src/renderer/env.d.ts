/** For tools that see TypeScript alone; vue-tsc reads the components themselves. */
declare module '*.vue' {
  import type { Component } from 'vue'

  const component: Component
  export { component as default }
}
