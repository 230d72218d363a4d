//! From a fresh clone to an open window.

use crate::process::{at_root, cargo, npm, run as run_command};
use crate::{Step, display, project, refuse, setup};

/// The window, optimised: the figures that Stockroom promises hold for this build only.
pub fn run(arguments: &[String]) -> Step {
    let (own, passed_on) = split(arguments);
    let mut debug = false;
    for argument in own {
        match argument.as_str() {
            "--debug" => debug = true,
            other => {
                return Err(refuse(&format!(
                    "`run` does not know `{other}`. What is for the program goes after `--`."
                )));
            }
        }
    }
    setup::for_window()?;
    build_ui()?;
    let (profile, flags): (_, &[&str]) = if debug { ("debug", &[]) } else { ("release", &["--release"]) };
    // The default members, as the bundler builds them: what one has compiled serves the other.
    run_command(cargo().args(["build", "--features", "desktop"]).args(flags))?;
    if !display::is_here() {
        println!(
            "\nThere is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set). Stockroom starts under Xvfb, \
             where nobody sees it. Stop it with Ctrl+C."
        );
    }
    let mut window = at_root(project::built(profile, "stockroom-desktop"));
    if let Ok(folder) = std::env::current_dir() {
        // A relative STOCKROOM_STORE means: relative to where the person is.
        window.current_dir(folder);
    }
    window.args(passed_on);
    run_command(&mut display::with_display(window))
}

/// The screen, as files that are embedded in the program.
pub fn build_ui() -> Step {
    run_command(&mut npm(&["run", "build"]))
}

/// What is for this program, and what comes after `--`.
fn split(arguments: &[String]) -> (&[String], &[String]) {
    match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[]),
    }
}
