//! From the start of the program to a window that shows a million orders, as the program's own log tells it.

use crate::Outcome;
use crate::report::{Goal, Report, median};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
/// A window that is not there by now is not coming.
const PATIENCE: Duration = Duration::from_secs(20);

pub fn run(report: &mut Report, store: &Path) -> Outcome<()> {
    let program = Path::new("target/release/stockroom-desktop");
    if !program.exists() {
        report.say("the program is not built for release (cargo xtask bundle builds it); its start is not measured");
        return Ok(());
    }
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        times.push(start(program, store)?);
    }
    report.figure("window shown with 1,000,000 orders", median(&mut times), "ms", Goal::AtMost(1500.0));
    Ok(())
}

/// Starts the program, waits until its log says that the window is shown, and ends it.
fn start(program: &Path, store: &Path) -> Outcome<f64> {
    let home = tempfile::tempdir()?;
    let logs = store.parent().unwrap_or(Path::new(".")).join("logs");
    let before = said(&logs).len();
    // Where there is no display, one is made for it.
    let mut command = if std::env::var_os("DISPLAY").or(std::env::var_os("WAYLAND_DISPLAY")).is_some() {
        Command::new(program)
    } else {
        let mut command = Command::new("xvfb-run");
        command.args(["-a", "dbus-run-session"]).arg(program);
        command
    };
    command
        .env("STOCKROOM_STORE", std::path::absolute(store)?)
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let began = Instant::now();
    let shown = loop {
        if let Some(line) = said(&logs).get(before) {
            break Ok(line.clone());
        }
        if began.elapsed() > PATIENCE {
            break Err("the window did not come");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    #[cfg(unix)]
    let _ = Command::new("kill").arg("--").arg(format!("-{}", child.id())).status();
    let _ = child.kill();
    child.wait()?;
    let line = shown?;
    let after = line.split("after_ms=").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    Ok(after.parse()?)
}

/// Every line of the logs that says a window was shown.
fn said(logs: &Path) -> Vec<String> {
    let files = std::fs::read_dir(logs).into_iter().flatten().flatten();
    let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    texts
        .flat_map(|text| {
            text.lines().filter(|line| line.contains("window shown")).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}
