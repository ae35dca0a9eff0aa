import type { Command, CommandOption } from '../command.ts'

/** What may follow the words of a command: sub-commands, options, and the choices of an option. */
type Choices = {
  readonly words: readonly string[]
  readonly options: readonly {
    readonly names: readonly string[]
    readonly text: string
    readonly values: readonly string[]
  }[]
}

const help: CommandOption = { flags: '--help', description: 'print help' }

/** By the words typed so far, joined by blanks; empty for the program itself. */
const choicesOf = (commands: readonly Command[], types: readonly string[]): ReadonlyMap<string, Choices> => {
  const found = new Map<string, Choices>()
  const called = commands.flatMap((command) => [
    command,
    ...(command.aliases ?? []).map(({ name, before = [] }) => ({
      ...command,
      name,
      takesType: command.takesType === true && before.length === 0,
    })),
  ])
  const names = called.map(({ name }) => name.split(' '))
  const below = (words: readonly string[]) => [
    ...new Set(
      names
        .filter((name) => name.length > words.length && words.every((word, i) => name[i] === word))
        .flatMap((name) => name[words.length] ?? []),
    ),
  ]
  const groups = new Set(names.flatMap((name) => name.map((_, i) => name.slice(0, i).join(' '))))
  for (const group of groups) {
    const words = below(group === '' ? [] : group.split(' '))
    found.set(group, { words: group === '' ? [...words, 'help'] : words, options: [] })
  }
  for (const { name, options, takesType } of called)
    found.set(name, {
      words: takesType === true ? types : [],
      options: [...options, help].map((option) => ({
        names: [...option.flags.matchAll(/(?:^|\s)(--?[\w-]+)/g)].map(([, flag = '']) => flag),
        text: option.description,
        values: option.choices ?? option.suggestions ?? [],
      })),
    })
  return found
}

export type Shell = 'bash' | 'zsh' | 'fish'

/** A script for the shell, which completes commands, types, options and their choices, and files elsewhere. */
export const completionScript = (
  shell: Shell,
  commands: readonly Command[],
  types: readonly string[],
): string => {
  const choices = choicesOf(commands, types)
  switch (shell) {
    case 'bash':
      return bash(choices)
    case 'zsh':
      return `#compdef millrace\nautoload -U +X bashcompinit && bashcompinit\n${bash(choices)}`
    case 'fish':
      return fish(choices)
  }
}

const bash = (choices: ReadonlyMap<string, Choices>): string => {
  const paths = [...choices.keys()].filter((path) => path !== '')
  const words = [...choices].map(([path, { words: own, options }]) => {
    const all = [...own, ...options.flatMap(({ names }) => names)]
    return `    '${path}') words='${all.join(' ')}' ;;`
  })
  const values = [...choices].flatMap(([path, { options }]) =>
    options
      .filter((option) => option.values.length > 0)
      .flatMap(({ names, values: own }) =>
        names.map((name) => `    '${path} ${name}') words='${own.join(' ')}' ;;`),
      ),
  )
  return `_millrace() {
  local current previous path='' word words='' i=1
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  while [ "$i" -lt "$COMP_CWORD" ]; do
    word="\${COMP_WORDS[$i]}"
    i=$((i + 1))
    case "\${path:+$path }$word" in
${paths.map((path) => `      '${path}') path='${path}' ;;`).join('\n')}
    esac
  done
  case "$path $previous" in
${values.join('\n')}
  esac
  if [ -z "$words" ]; then
    case "$path" in
${words.join('\n')}
    esac
  fi
  COMPREPLY=()
  for word in $(echo "$words"); do
    case "$word" in
      "$current"*) COMPREPLY+=("$word") ;;
    esac
  done
}
complete -o default -F _millrace millrace
`
}

const fish = (choices: ReadonlyMap<string, Choices>): string => {
  const lines = [...choices].flatMap(([path, { words, options }]) => {
    const condition = `__millrace_at '${path}'`
    return [
      ...words.map((word) => `complete -c millrace -n "${condition}" -f -a '${word}'`),
      ...options.map(({ names, text, values }) => {
        const flags = names.map((name) =>
          name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
        )
        const argument = values.length === 0 ? '' : ` -x -a '${values.join(' ')}'`
        return `complete -c millrace -n "${condition}" ${flags.join(' ')}${argument} -d '${text.replaceAll("'", "\\'")}'`
      }),
    ]
  })
  return `function __millrace_at
  set -l path
  for word in (commandline -opc)[2..-1]
    switch "$(string join -- ' ' $path $word)"
      case ${[...choices.keys()]
        .filter((path) => path !== '')
        .map((path) => `'${path}'`)
        .join(' ')}
        set -a path $word
    end
  end
  test "$(string join -- ' ' $path)" = "$argv[1]"
end
${lines.join('\n')}
`
}
