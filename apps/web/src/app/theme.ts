import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

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
    Button: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.45 },
        closeButtonProps: { 'aria-label': 'Close' },
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
    '--app-surface': '#141518',
    '--app-line': '#33363d',
    '--app-hover': '#26282e',
    '--app-selected': '#2a2e4a',
  },
});
