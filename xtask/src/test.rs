//! Every test, and one closing summary. A part that fails does not stop the others: the summary
//! tells all there is to repair.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::process::{Kept, cargo, exists, npm, run_and_keep};
use crate::tally::{Counts, Part, of_libtest, of_nextest, of_vitest, summary};
use crate::{Step, Stop, display, project, refuse, setup};

/// Where and when the tests are, whoever runs them: a zone with summer time, a language everybody has.
const PLACE: &[(&str, &str)] = &[("TZ", "Europe/Berlin"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")];
/// The packages of the tests. The end-to-end tests are built apart: with them cargo would join their
/// features into the program and build all of tauri a second time.
const PROGRAM: &[&str] = &["--workspace", "--exclude", "stockroom-e2e", "--features", "stockroom-desktop/desktop"];

pub fn test(arguments: &[String]) -> Step {
    if let Some(unknown) = arguments.first() {
        return Err(refuse(&format!("`test` takes no arguments, so `{unknown}` is not known.")));
    }
    setup::for_tests()?;

    let mut parts = vec![
        check("UI build", &mut npm(&["run", "build"])),
        check("UI types", &mut npm(&["run", "check"])),
        check("UI lint", &mut npm(&["run", "lint"])),
        unit_tests_of_the_ui(),
    ];
    // The programs first: tests start them, and the end-to-end tests drive them.
    let built = check(
        "Rust build",
        cargo().arg("build").args(PROGRAM).args(["--exclude", "xtask", "--lib", "--bins", "--tests"]),
    );
    let usable = built.failed == 0;
    parts.push(built);
    if usable {
        parts.push(rust_tests());
        parts.push(doc_tests());
        parts.extend(end_to_end());
    }

    println!("\n{}", summary(&parts));
    if parts.iter().all(|part| part.failed == 0) { Ok(()) } else { Err(Stop(1)) }
}

/// A step that is right or wrong as a whole.
fn check(name: &'static str, command: &mut Command) -> Part {
    measure(name, command, |kept| Counts { passed: u64::from(kept.success), failed: 0 })
}

fn unit_tests_of_the_ui() -> Part {
    let report = project::target().join("vitest.json");
    let output = format!("--outputFile={}", report.display());
    // A report of an earlier run must not speak for this one; most often there is none.
    let _ = std::fs::remove_file(&report);
    let mut vitest = npm(&["run", "test", "--", "--reporter=default", "--reporter=json", &output]);
    measure("UI unit tests", vitest.envs(PLACE.iter().copied()), |_| {
        of_vitest(&std::fs::read_to_string(&report).unwrap_or_default())
    })
}

fn rust_tests() -> Part {
    let mut command = cargo();
    let count: fn(&Kept) -> Counts = if exists("cargo-nextest") {
        command.args(["nextest", "run", "--no-fail-fast", "--no-tests", "pass"]);
        |kept| of_nextest(&kept.output)
    } else {
        command.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
        |kept| of_libtest(&kept.output)
    };
    measure("Rust tests", command.args(PROGRAM).envs(PLACE.iter().copied()), count)
}

fn doc_tests() -> Part {
    let mut command = cargo();
    command.args(["test", "--doc", "--no-fail-fast"]).args(PROGRAM).envs(PLACE.iter().copied());
    measure("Rust examples in docs", &mut command, |kept| of_libtest(&kept.output))
}

/// The real window, driven from outside. WebKitWebDriver is there on Linux only.
fn end_to_end() -> Vec<Part> {
    if !cfg!(target_os = "linux") {
        println!("\nThe end-to-end tests need WebKitWebDriver, which exists on Linux only: left out here.");
        return Vec::new();
    }
    let tests = ["test", "--package", "stockroom-e2e"];
    let built = check("End to end, build", cargo().args(tests).arg("--no-run"));
    if built.failed > 0 {
        return vec![built];
    }
    let mut command = cargo();
    // One window at a time: on two processors a second one only makes both slow.
    command.args(tests).args(["--no-fail-fast", "--", "--test-threads=1"]);
    command.envs(PLACE.iter().copied());
    let ran = measure("End to end, real window", &mut display::apart(command), |kept| of_libtest(&kept.output));
    vec![built, ran]
}

fn measure(name: &'static str, command: &mut Command, count: impl FnOnce(&Kept) -> Counts) -> Part {
    let started = Instant::now();
    let kept = run_and_keep(command);
    let Counts { passed, failed } = count(&kept).honouring(kept.success);
    Part { name, passed, failed, took: round(started.elapsed()) }
}

/// To the tenth of a second, which is what the summary shows.
fn round(time: Duration) -> Duration {
    Duration::from_millis((time.as_millis() as u64).div_ceil(100) * 100)
}
