import type { Route } from '#shared/route.ts'
import type { Text } from './use-text.ts'

/** The way that two sides are connected; over what is worth a word only where it is not the usual. */
export const routeText = ({ kind, protocol }: Route, { t }: Pick<Text, 't'>): string =>
  protocol === 'udp'
    ? t(`route.${kind}`)
    : t('route.over', { route: t(`route.${kind}`), protocol: protocol.toUpperCase() })
