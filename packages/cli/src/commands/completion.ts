import { Argument, type Command } from "commander";
import type { CommandModule } from "./command-module.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const completion: CommandModule = {
  configure(command, io) {
    command
      .addArgument(new Argument("<shell>").choices(SHELLS))
      .addHelpText("after", '\nFor bash: eval "$(airssys completion bash)"')
      .action((shell: (typeof SHELLS)[number]) => io.out.write(SCRIPTS[shell](command.parent?.commands ?? [])));
  },
};

/** Completes names of commands, and files after them. */
const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (commands: readonly Command[]) => string>> = {
  bash: (commands) => `_airssys() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((each) => each.name()).join(" ")} help" -- "$word"))
  elif [ "\${COMP_WORDS[COMP_CWORD-1]}" = "--store" ]; then
    COMPREPLY=($(compgen -W "lmdb:./ memory:" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _airssys airssys
`,
  zsh: (all) => `#compdef airssys
_airssys() {
  local -a commands
  commands=(
${all.map((each) => `    '${each.name()}:${each.summary().replaceAll("'", "'\\''").replaceAll(":", "\\:")}'`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
  else
    _files
  fi
}
compdef _airssys airssys
`,
  fish: (commands) =>
    commands
      .map((each) => {
        const summary = each.summary().replaceAll("'", "\\'");
        return `complete -c airssys -n __fish_use_subcommand -f -a ${each.name()} -d '${summary}'\n`;
      })
      .join(""),
};
