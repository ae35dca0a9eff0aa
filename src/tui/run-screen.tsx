import { Box, Text } from 'ink'
import type { ReactElement } from 'react'

/** One frame of the run: a line of text each, cut where the terminal ends instead of wrapped. */
export const RunScreen = ({ lines }: { readonly lines: readonly string[] }): ReactElement => (
  <Box flexDirection="column">
    {lines.map((line, at) => (
      <Text key={at} wrap="truncate-end">
        {line === '' ? ' ' : line}
      </Text>
    ))}
  </Box>
)
