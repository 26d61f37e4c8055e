import type * as Electron from 'electron'
import { only } from './lacking.ts'

type Template = Electron.MenuItemConstructorOptions

/** An item as it is shown; what is clicked in tests. */
export class StandInMenuItem {
  readonly id: string
  readonly label: string
  readonly type: NonNullable<Template['type']>
  readonly role: Template['role']
  readonly submenu: StandInMenu | null
  enabled: boolean
  visible: boolean
  checked: boolean
  private readonly onClick: Template['click']

  constructor({ id, label, type, role, submenu, enabled, visible, checked, click }: Template) {
    this.id = id ?? ''
    this.label = label ?? role ?? ''
    this.type = type ?? (submenu ? 'submenu' : 'normal')
    this.role = role
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : null
    this.enabled = enabled ?? true
    this.visible = visible ?? true
    this.checked = checked ?? false
    this.onClick = click
  }

  /** What happens when a person chooses it; they cannot choose what is not there. */
  click(): void {
    if (!this.enabled || !this.visible || !this.onClick) throw new Error(`'${this.label}' cannot be clicked`)
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    this.onClick(this as unknown as Electron.MenuItem, undefined, {})
  }
}

export class StandInMenu {
  readonly items: readonly StandInMenuItem[]

  constructor(items: readonly StandInMenuItem[]) {
    this.items = items
  }
}

/** The menu bar, as far as there is one. */
export const menuBar: { menu: StandInMenu | null } = { menu: null }

/** `Menu` has static members alone here; every menu is made from a template. */
export const Menu = only('Menu', {
  buildFromTemplate: (template: readonly Template[]): StandInMenu =>
    new StandInMenu(template.map((item) => new StandInMenuItem(item))),
  setApplicationMenu: (menu: StandInMenu | null): void => {
    menuBar.menu = menu
  },
  getApplicationMenu: (): StandInMenu | null => menuBar.menu,
})
