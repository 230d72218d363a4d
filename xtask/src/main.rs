//! `cargo xtask`: how Stockroom is set up, run, tested, measured and bundled. Plain Rust without
//! dependencies, so that it is compiled in a second before anything else is there.
#![allow(clippy::print_stdout, reason = "a build tool talks to the terminal")]

mod bench;
mod bundle;
mod display;
mod process;
mod project;
mod run;
mod setup;
mod tally;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  setup                 install what is missing (system libraries, npm packages)
  run [-- ARGUMENTS]    build and open the window; `-- --demo` opens a sample store
      --debug           without optimisation: quicker to build, slower to use
  test                  every test: Rust, UI, and the real window
  bench [ARGUMENTS]     the measurements; `--json` prints one object a line
  kill --rounds N       N rounds of kill -9 under load (200 in `test`)
  bundle                the installer for this system (.deb on Debian and Ubuntu)
";

/// Something went wrong, was said, and the program ends with this code.
pub struct Stop(pub u8);

/// What a step answers.
pub type Step<T = ()> = Result<T, Stop>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[] as &[String]),
    };
    let done = match command {
        "setup" => setup::everything(),
        "run" => run::run(rest),
        "test" => test::test(rest),
        "bench" => bench::bench(rest),
        "kill" => bench::kill(rest),
        "bundle" => bundle::bundle(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        unknown => Err(refuse(&format!("There is no `{unknown}`.\n\n{USAGE}"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(code)) => ExitCode::from(code),
    }
}

/// Says why nothing was done; exit code 2 means that the person has to change something first.
pub fn refuse(why: &str) -> Stop {
    eprintln!("xtask: {why}");
    Stop(2)
}

/// Says what was tried and did not work.
pub fn fail(why: &str) -> Stop {
    eprintln!("xtask: {why}");
    Stop(1)
}
