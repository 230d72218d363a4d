//! Other programs, started in the open: the line is printed, the exit code is honoured.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use crate::{Step, fail, project};

pub fn cargo() -> Command {
    // Set by cargo itself when it runs this program; the same toolchain then builds everything.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    at_root(program)
}

/// npm in `ui/`. On Windows it is a script, which must be named with its ending.
pub fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(project::ui());
    command
}

pub fn at_root(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root());
    command
}

/// Runs to the end with the terminal's own input and output.
pub fn run(command: &mut Command) -> Step {
    announce(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(fail(&format!("{} ended with {status}", name(command)))),
        Err(error) => Err(fail(&format!("{} could not be started: {error}", name(command)))),
    }
}

/// What came of a program whose output was shown and kept.
pub struct Kept {
    pub success: bool,
    pub output: String,
}

/// Runs to the end, shows every line as it comes, and keeps them all.
pub fn run_and_keep(command: &mut Command) -> Kept {
    announce(command);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            let output = format!("{} could not be started: {error}", name(command));
            eprintln!("xtask: {output}");
            return Kept { success: false, output };
        }
    };
    let kept = Arc::new(Mutex::new(String::new()));
    let out = child.stdout.take().map(|pipe| show(pipe, std::io::stdout(), &kept));
    let err = child.stderr.take().map(|pipe| show(pipe, std::io::stderr(), &kept));
    for reader in [out, err].into_iter().flatten() {
        // A reader that panicked has shown less; the exit code still decides.
        let _ = reader.join();
    }
    let success = child.wait().is_ok_and(|status| status.success());
    let output = kept.lock().map(|text| text.clone()).unwrap_or_default();
    Kept { success, output }
}

fn show(
    pipe: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    kept: &Arc<Mutex<String>>,
) -> std::thread::JoinHandle<()> {
    let kept = Arc::clone(kept);
    std::thread::spawn(move || {
        let mut lines = BufReader::new(pipe);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            // A closed terminal is no reason to stop the tests.
            let _ = to.write_all(&line).and_then(|()| to.flush());
            if let Ok(mut kept) = kept.lock() {
                kept.push_str(&String::from_utf8_lossy(&line));
            }
            line.clear();
        }
    })
}

/// What a short question to another program answered; nothing when it is absent or refused.
pub fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name can be started.
pub fn exists(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            folder.join(program).is_file()
                || (cfg!(windows) && ["exe", "cmd"].iter().any(|e| folder.join(program).with_extension(e).is_file()))
        })
    })
}

fn announce(command: &Command) {
    let arguments = command.get_args().map(|a| format!(" {}", a.to_string_lossy()));
    eprintln!("\n> {}{}", name(command), arguments.collect::<String>());
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}
