import { Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { texts } from '../texts.ts';

const brand: MantineColorsTuple = [
  '#eef0fd',
  '#dfe3fb',
  '#bac2f4',
  '#98a3ef',
  '#7683e8',
  '#5765df',
  '#4756d8',
  '#3b4cca',
  '#3240b0',
  '#27348f',
];

export const theme = createTheme({
  primaryColor: 'brand',
  colors: { brand },
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.0625rem' }, h3: { fontSize: '0.9375rem' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size }) => ({
        root: size === 'compact-md' ? { '--button-fz': '0.875rem', '--button-height': '2rem' } : {},
      }),
    }),
    Modal: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.45 },
        closeButtonProps: { 'aria-label': texts.common.close },
        styles: { title: { fontWeight: 600 } },
      },
    },
  },
});

/** WCAG 2.2 AA (1.4.3): the library's own dimmed, placeholder, error and link colours are too pale for small text. */
export const readableColours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6470',
    '--mantine-color-placeholder': '#6b7480',
    '--mantine-color-error': '#c0242b',
    // Text on a pale ground of its own colour: badges and notes.
    '--mantine-color-teal-light-color': '#06543f',
    '--mantine-color-orange-light-color': '#8f2f06',
    '--mantine-color-yellow-light-color': '#6f4400',
    '--mantine-color-red-light-color': '#a01c22',
    '--mantine-color-gray-light-color': '#3b4350',
    '--app-surface': '#f7f8fa',
    '--app-line': '#e4e7ec',
    '--app-hover': '#f1f3f7',
    '--app-selected': '#eef0fd',
  },
  dark: {
    '--mantine-color-body': '#1b1c20',
    '--mantine-color-dimmed': '#a3abb8',
    '--mantine-color-placeholder': '#8d95a3',
    '--mantine-color-error': '#ff8f8f',
    '--mantine-color-anchor': '#98a3ef',
    '--mantine-color-brand-light': '#272c4e',
    '--mantine-color-brand-light-hover': '#2e345c',
    '--mantine-color-brand-light-color': '#c5cbf7',
    '--mantine-color-gray-light': '#26282e',
    '--mantine-color-gray-light-color': '#d5d9e0',
    '--app-surface': '#141518',
    '--app-line': '#33363d',
    '--app-hover': '#26282e',
    '--app-selected': '#2a2e4a',
  },
});
