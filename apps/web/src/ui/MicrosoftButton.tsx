import { Button, type ButtonProps } from '@mantine/core';
import { IconBrandWindows } from '@tabler/icons-react';

interface Props extends ButtonProps {
  /** `signIn` opens a session; `visit` only shows who one is at Microsoft (U4, U6). */
  purpose: 'signIn' | 'visit';
  /** Where Microsoft's pages lead back to. */
  returnTo: string;
}

export function MicrosoftButton({ purpose, returnTo, ...button }: Props) {
  return (
    <Button
      component="a"
      href={`/auth/microsoft?${new URLSearchParams({ purpose, returnTo })}`}
      fullWidth
      leftSection={<IconBrandWindows size={18} aria-hidden />}
      {...button}
    />
  );
}
