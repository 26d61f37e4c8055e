/** The first letter of a name as its reader sees it: accents and joined symbols stay whole. */
export const initialOf = (name: string): string => {
  const [first] = new Intl.Segmenter().segment(name)
  return first?.segment ?? ''
}
