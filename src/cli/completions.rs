//! `guatu completions`: what a shell needs to complete commands, options and their words, from clap's definitions.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::args::Cli;
use super::{Outcome, print};

/// `guatu completions`.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:
  guatu completions bash > ~/.local/share/bash-completion/completions/guatu
  guatu completions zsh > ~/.zfunc/_guatu                 (with fpath+=~/.zfunc before compinit in .zshrc)
  guatu completions fish > ~/.config/fish/completions/guatu.fish
  guatu completions powershell >> $PROFILE
  guatu completions elvish >> ~/.config/elvish/rc.elv")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "guatu", &mut script);
    print(&script)
}
