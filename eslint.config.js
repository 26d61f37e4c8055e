import js from '@eslint/js'
import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import solution from './tsconfig.json' with { type: 'json' }

const typedFiles = ['**/*.ts', '**/*.vue']

/** Packages and modules that one file, or one folder, keeps to itself. */
const simplePeer = {
  name: 'simple-peer',
  message: 'Only src/renderer/transport/peer-link.ts wraps simple-peer.',
}
const electron = {
  regex: '^electron(/|$)',
  message: 'Electron belongs in src/main and src/preload; the renderer asks its Platform.',
}

const exportByName = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one name for one thing, everywhere.',
}
/** Messages between main and its page: one contract, and one place on either side that speaks it. */
const rawIpc = [
  'MemberExpression[object.name=/^ipc(Main|Renderer)$/]',
  'MemberExpression[object.property.name=/^ipc(Main|Renderer)$/]',
  'MemberExpression[object.property.name="webContents"][property.name=/^(send|postMessage|ipc)$/]',
  'MemberExpression[object.name=/^(contents|webContents)$/][property.name=/^(send|postMessage|ipc)$/]',
].map((selector) => ({
  selector,
  message: 'Add a channel to src/shared/ipc/contract.ts; the router, the link and the bridge do the rest.',
}))

export default defineConfig(
  { ignores: ['out/', 'dist/', 'coverage/', 'test-results/', 'playwright-report/'] },

  js.configs.recommended,
  {
    files: typedFiles,
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: solution.references.map(({ path }) => `${path}/tsconfig.json`),
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      // A mapped type says `readonly` and names its key; `Record` cannot.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Maps of events to argument tuples are type aliases: an interface has no index signature.
      '@typescript-eslint/consistent-type-definitions': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['{src,signaling-server}/**/*.{ts,vue}'],
    rules: { 'no-restricted-imports': ['error', { paths: [simplePeer], patterns: [electron] }] },
  },

  vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser }, globals: globals.browser },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['src/renderer/**/*.{ts,vue}', 'src/renderer/i18n/*.json'],
    extends: [vueI18n.configs.recommended],
    settings: {
      'vue-i18n': { localeDir: './src/renderer/i18n/*.json', messageSyntaxVersion: '^11.0.0' },
    },
    rules: {
      '@intlify/vue-i18n/no-raw-text': [
        'error',
        {
          attributes: { '/.+/': ['aria-label', 'aria-description', 'alt', 'placeholder', 'title', 'label'] },
        },
      ],
      '@intlify/vue-i18n/no-missing-keys': 'error',
      '@intlify/vue-i18n/no-missing-keys-in-other-locales': 'error',
      '@intlify/vue-i18n/no-v-html': 'error',
    },
  },

  {
    files: ['src/**/*.ts', 'signaling-server/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', exportByName],
    },
  },
  {
    files: ['src/{renderer,shared}/**/*.{ts,vue}', 'signaling-server/src/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/renderer/transport/peer-link.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [electron] }] },
  },
  {
    files: ['src/main/**/*.ts', 'src/preload/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [simplePeer] }] },
  },
  {
    files: ['src/main/**/*.ts', 'src/preload/**/*.ts'],
    ignores: ['src/main/ipc/{router,renderer-link}.ts', 'src/preload/bridge.ts', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', exportByName, ...rawIpc] },
  },
  {
    files: ['**/*.test.ts', 'signaling-server/test/**/*.ts', '{e2e,lab}/**/*.ts'],
    rules: {
      // `expect(fake.method)` names a method without calling it; nothing is lost.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['{e2e,lab}/**/*.ts'],
    rules: {
      // Playwright reads the fixtures that a function needs from its parameter's pattern, which may thus be empty.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    files: ['*.cjs', '*.js'],
    languageOptions: { globals: globals.node },
  },
  prettier,
)
