//! The command line of avrolane.

mod opt;
mod registry;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use opt::{Command, Opt};

fn main() -> ExitCode {
    let Opt { command } = Opt::parse();
    let outcome = match command {
        Command::Registry(registry) => registry.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody listens to errors, the exit code still tells.
            let _ = writeln!(io::stderr(), "avrolane: {}", with_causes(&*error));
            ExitCode::FAILURE
        }
    }
}

/// The error and what caused it, in one line.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
