import * as v from 'valibot'

/** The longest name a viewer may give, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 40

/**
 * What nobody sees, or what arranges the text around it: controls, bidirectional and zero-width characters, fillers
 * (Unicode's Default_Ignorable_Code_Point), halves of surrogate pairs, private use, line and paragraph separators, the
 * blank Braille pattern.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu
/** Marks that stand above or below a letter; more of them on one letter reach into other lines (UTS #39, section 5.4). */
const piledMarks = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu
/** Names are shown between quotation marks (`common.person`): one inside would be the end of the name to who reads it. */
const quotationMarks = /["“”„‟＂]/gu

/** A typed name, made to be one that `personNameSchema` takes. Empty if nothing is left of it. */
export const cleanName = (typed: string): string => {
  const cleaned = typed
    // Blanks of other kinds, some of them unseen, still part words.
    .replace(/\s/gu, ' ')
    .replace(unseen, '')
    .replace(/ +/gu, ' ')
    .replace(piledMarks, '$1')
    .replace(quotationMarks, '’')
    .trim()
    .slice(0, MAX_NAME_LENGTH)
  // The cut can leave half a surrogate pair, or a blank, at the end.
  return cleaned.replace(unseen, '').trim()
}

/** A name that a viewer gives itself, shown in the host's questions and notices: nothing but what a name looks like. */
export const personNameSchema = v.pipe(
  v.string(),
  v.maxLength(MAX_NAME_LENGTH),
  v.check((name) => cleanName(name) === name),
)
