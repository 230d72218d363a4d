//! `cargo xtask bench`: each figure beside a raw limit measured in the same run, as a ratio. Machines are noisy; a
//! ratio holds. `--json` prints one object a line; `--only WORD` runs the benches whose name contains the word.

#![allow(clippy::print_stdout)]

mod bulk;
mod counts;
mod export;
mod import;
mod loader;
mod memory;
mod pages;
mod prices;
mod report;
mod reserve;
mod search;
mod sweep;
mod window;

use report::Report;
use std::path::PathBuf;
use std::process::ExitCode;

/// Orders in the large store, and in the one it is compared with.
const MANY: u32 = 1_000_000;
const FEWER: u32 = 100_000;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| arguments.iter().position(|a| a == flag).and_then(|at| arguments.get(at + 1)).cloned();
    let mut report = Report::new(arguments.iter().any(|a| a == "--json"), value("--only"));
    let cache = PathBuf::from(value("--cache").unwrap_or_else(|| "target/bench".to_owned()));
    match run(&mut report, &cache) {
        Ok(()) => report.finish(),
        Err(error) => {
            eprintln!("the bench could not be carried out: {error}");
            ExitCode::from(2)
        }
    }
}

/// What can go wrong while measuring; a bench has nobody to tell it apart for.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn run(report: &mut Report, cache: &std::path::Path) -> Outcome<()> {
    std::fs::create_dir_all(cache)?;
    if report.wants("reservation") {
        reserve::alone(report)?;
        reserve::together(report)?;
    }
    if report.wants("sweep") {
        sweep::run(report)?;
    }
    if report.wants("count") {
        counts::run(report)?;
    }
    if report.wants("import") {
        import::run(report)?;
    }
    if report.wants("bulk") {
        bulk::run(report)?;
    }
    if report.wants("price") {
        prices::run(report, cache)?;
    }
    if report.wants("search") {
        search::run(report, cache)?;
    }
    if report.wants("load") || report.wants("page") || report.wants("export") || report.wants("window") {
        let many = loader::cached(report, cache, MANY)?;
        if report.wants("page") {
            let fewer = loader::cached(report, cache, FEWER)?;
            pages::run(report, &many, &fewer)?;
        }
        if report.wants("export") {
            export::run(report, &many)?;
        }
        if report.wants("window") {
            window::run(report, &many)?;
        }
    }
    Ok(())
}
