export * from './content/content.ts';
export * from './kinds/kind.ts';
export { contact, contactFields } from './kinds/contact.ts';
export * from './model.ts';
export * from './ports.ts';
