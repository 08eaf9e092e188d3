import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { texts } from '../texts.ts';

/** A password; a `fresh` one is being chosen. */
export function PasswordField({ fresh = false, ...input }: PasswordInputProps & { fresh?: boolean }) {
  return (
    <PasswordInput
      autoComplete={fresh ? 'new-password' : 'current-password'}
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': texts.signIn.showPassword }}
      {...input}
    />
  );
}
