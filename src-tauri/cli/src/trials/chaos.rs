//! `chaos`: many at once want the last units of one product.

use super::stage::{Stage, Tally, Units, verdict};
use crate::answer::{Answer, Stop};
use crate::args::Global;
use crate::desk::Desk;
use crate::voice::{Voice, aligned};
use serde_json::json;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Barrier;

const SKU: &str = "CHAOS-1";
/// What a process says once it has the store open.
const READY: &str = "ready";
/// The one refusal that is right.
const SHORT: &str = "STOCK_INSUFFICIENT";

pub fn chaos(global: &Global, voice: Voice, callers: u32, stock: u32, threads: bool) -> Result<(), Stop> {
    let stage = Stage::set(global, None)?;
    let variant = stage.stock(SKU, stock)?;
    let tally =
        if threads { in_threads(&stage, &variant, callers)? } else { in_processes(global, &stage, &variant, callers)? };
    let units = stage.units(SKU)?;
    let report = stage.doctor()?;

    let (callers, stock) = (i64::from(callers), i64::from(stock));
    let held = callers.min(stock);
    let counted = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let kept = counted(tally.done) == held
        && counted(tally.of(SHORT)) == callers - held
        && counted(tally.all()) == callers
        && units == Units { on_hand: stock, reserved: held, available: stock - held }
        && report.ok;
    voice.object(&json!({
        "callers": callers, "kind": if threads { "threads" } else { "processes" }, "stock": stock,
        "held": tally.done, "refused": tally.refused, "incidents": tally.incidents,
        "onHand": units.on_hand, "reserved": units.reserved, "available": units.available,
        "doctor": report.ok, "kept": kept,
    }));
    let kind = if threads { "threads" } else { "processes" };
    let rows = [
        ("callers", format!("{callers} {kind} for {stock} units")),
        ("held", tally.done.to_string()),
        ("refused", tally.refusals()),
        ("incidents", if tally.incidents.is_empty() { "none".to_owned() } else { tally.incidents.join(", ") }),
        ("units", format!("{} on hand, {} reserved, {} available", units.on_hand, units.reserved, units.available)),
        ("doctor", verdict(&report)),
        ("promise", if kept { "kept: nothing was oversold".to_owned() } else { "BROKEN".to_owned() }),
    ];
    voice.say(&aligned(&rows.map(|(name, said)| vec![name.to_owned(), said]), &[]));
    if kept { Ok(()) } else { Err(Stop::NotInOrder) }
}

fn reserve(desk: &Desk, variant: &str, who: &str) -> Result<Answer, Stop> {
    let line = json!({ "variantId": variant, "quantity": 1 });
    desk.ask("reservation_create", &json!({ "lines": [line], "forWhom": who }))
}

fn in_threads(stage: &Stage, variant: &str, callers: u32) -> Result<Tally, Stop> {
    let together = Barrier::new(usize::try_from(callers).unwrap_or(usize::MAX));
    let answers: Vec<Result<Answer, Stop>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers)
            .map(|caller| {
                let together = &together;
                scope.spawn(move || {
                    together.wait();
                    reserve(&stage.desk, variant, &format!("Thread {caller}"))
                })
            })
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|answer| answer.unwrap_or_else(|_| Err(Stop::Bug("a thread panicked".to_owned())))).collect()
    });
    let mut tally = Tally::default();
    for answer in answers {
        tally.add(answer?);
    }
    Ok(tally)
}

/// One process of the trial, until it has answered.
struct Caller {
    process: Child,
    says: BufReader<ChildStdout>,
}

impl Caller {
    fn start(global: &Global, stage: &Stage, variant: &str) -> std::io::Result<Caller> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("--store")
            .arg(&stage.path)
            .arg("--wait")
            .arg(global.wait.as_secs_f64().to_string())
            .args(["--json", "chaos-caller", "--variant", variant])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let says = process.stdout.take().ok_or_else(|| std::io::Error::other("a process has no output"))?;
        Ok(Caller { process, says: BufReader::new(says) })
    }

    fn next_line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        self.says.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        // One that has answered is gone already; one left behind by a failure of the trial must not outlive it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn in_processes(global: &Global, stage: &Stage, variant: &str, callers: u32) -> Result<Tally, Stop> {
    let failed = |error: std::io::Error| Stop::Bug(format!("a process of the trial failed: {error}"));
    let mut started = Vec::new();
    for _ in 0..callers {
        started.push(Caller::start(global, stage, variant).map_err(failed)?);
    }
    let mut tally = Tally::default();
    let mut ready = Vec::new();
    for mut caller in started {
        let said = caller.next_line().map_err(failed)?;
        if said == READY {
            ready.push(caller);
        } else {
            tally.add(Answer::parse(said)?);
        }
    }
    // The end of its input sets each one off.
    for caller in &mut ready {
        drop(caller.process.stdin.take());
    }
    for caller in &mut ready {
        tally.add(Answer::parse(caller.next_line().map_err(failed)?)?);
        caller.process.wait().map_err(failed)?;
    }
    Ok(tally)
}

pub fn chaos_caller(global: &Global, voice: Voice, variant: &str) -> Result<(), Stop> {
    let desk = Desk::open(global)?;
    voice.line(READY);
    std::io::stdin()
        .lock()
        .read_to_end(&mut Vec::new())
        .map_err(|error| Stop::Bug(format!("the trial's signal cannot be read: {error}")))?;
    let answer = reserve(&desk, variant, &format!("Process {}", std::process::id()))?;
    voice.line(&answer.line);
    Ok(())
}
