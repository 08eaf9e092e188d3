import { Kbd, Modal, Table } from '@mantine/core';
import { texts } from '../texts.ts';

export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.shell.keyboard}>
      <Table>
        <Table.Tbody>
          {texts.keys.map(({ keys, what }) => (
            <Table.Tr key={what}>
              <Table.Th scope="row" fw={400} ta="left">
                {what}
              </Table.Th>
              <Table.Td ta="right">
                <Kbd>{keys}</Kbd>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
