//! Letting holds lapse: a thread that sleeps until the earliest deadline, or half a second at most, and the watch
//! over the wall clock.

use super::run::{FORGET_CHUNK, forget_answers};
use crate::db::{Act, Actor, Committed, Lane, Told, Work, Writer};
use crate::kernel::clock::Reading;
use crate::kernel::{Clock, Instant, Refusal};
use crate::reservations::{self, JUMP_MS, SWEEP_CHUNK};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The longest sleep: a hold is swept within a second even if a deadline came from elsewhere.
const LONGEST_SLEEP: Duration = Duration::from_millis(500);
/// How often old answers are forgotten, in milliseconds (an hour).
const FORGET_EVERY_MS: i64 = 60 * 60 * 1000;

/// Ends every hold that is due, chunk by chunk. People's work goes in between.
pub fn sweep(writer: &Writer, system: &Actor) -> Result<usize, Refusal> {
    let mut swept = 0;
    loop {
        let work: Work =
            Box::new(|uow| reservations::expire_due(uow, SWEEP_CHUNK).map(|ended| Told(ended.to_string())));
        let ended = match writer.run(Lane::Background, system.clone(), Act::default(), work) {
            Committed::Told(ended) => ended.parse::<usize>().unwrap_or(0),
            Committed::Refused(refusal) => return Err(*refusal),
            Committed::Incident(number) => return Err(Refusal::Busy { what: format!("The sweep ({number})") }),
        };
        swept += ended;
        if ended < usize::try_from(SWEEP_CHUNK).unwrap_or(usize::MAX) {
            return Ok(swept);
        }
    }
}

/// Forgets one chunk of the answers that are older than anybody waits. Says whether there may be more.
pub fn forget_old_answers(writer: &Writer, system: &Actor) -> bool {
    let work: Work = Box::new(|uow| forget_answers(uow).map(|gone| Told(gone.to_string())));
    match writer.run(Lane::Background, system.clone(), Act::default(), work) {
        Committed::Told(gone) => gone.parse() == Ok(FORGET_CHUNK),
        Committed::Refused(refusal) => {
            tracing::warn!(%refusal, "old answers could not be forgotten; tried again in an hour");
            false
        }
        Committed::Incident(_) => false,
    }
}

/// Compares the wall clock with elapsed time. What it sees is settled in the file, and accepted when that is on disk.
pub struct ClockWatch {
    clock: Clock,
    last: Mutex<Reading>,
}

impl ClockWatch {
    pub fn new(clock: Clock) -> ClockWatch {
        let last = Mutex::new(clock.read());
        ClockWatch { clock, last }
    }

    pub fn read(&self) -> Reading {
        self.clock.read()
    }

    /// Was the wall clock set since the last reading that was accepted?
    pub fn was_set(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.read();
        if now.set_since(&last).is_some_and(|by_ms| by_ms.abs() > JUMP_MS) {
            return true;
        }
        // Small differences add up over days (the clock is steered); only a sudden one is a jump.
        if now.elapsed_ms - last.elapsed_ms > 60_000 {
            *last = now;
        }
        false
    }

    pub fn accept(&self, reading: Reading) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = reading;
    }
}

/// Has the writer run its prelude now, which settles a clock that was set.
pub fn settle_now(writer: &Writer, system: &Actor) -> Result<(), Refusal> {
    match writer.run(Lane::Background, system.clone(), Act::default(), Box::new(|_| Ok(Told(String::new())))) {
        Committed::Told(_) => Ok(()),
        Committed::Refused(refusal) => Err(*refusal),
        Committed::Incident(number) => Err(Refusal::Busy { what: format!("The clock ({number})") }),
    }
}

#[derive(Default)]
struct Alarm {
    stopped: bool,
}

#[derive(Default)]
struct Bell {
    alarm: Mutex<Alarm>,
    rung: Condvar,
}

impl Bell {
    fn lock(&self) -> std::sync::MutexGuard<'_, Alarm> {
        self.alarm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until the deadline or half a second; after a failure half a second in any case, so
    /// that a full disk is not asked without end. False when it is time to stop.
    fn sleep(&self, deadline: Option<Instant>, watch: &ClockWatch, failing: bool) -> bool {
        let until_due = match deadline {
            Some(at) if !failing => {
                Duration::from_millis(u64::try_from(at.0 - watch.read().wall.0).unwrap_or(0)).min(LONGEST_SLEEP)
            }
            Some(_) | None => LONGEST_SLEEP,
        };
        let mut held = self.lock();
        if !held.stopped && !until_due.is_zero() {
            held = self.rung.wait_timeout(held, until_due).unwrap_or_else(PoisonError::into_inner).0;
        }
        !held.stopped
    }
}

/// Logs the first of several failures in a row; says whether this was one.
fn said(result: Result<(), Refusal>, failing: bool) -> bool {
    match result {
        Ok(()) => false,
        Err(refusal) => {
            if !failing {
                tracing::warn!(%refusal, "what is due could not be settled; tried again shortly");
            }
            true
        }
    }
}

pub struct Expiry {
    alarm: Arc<Bell>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Expiry {
    /// `next_deadline` is asked at every turn. No hold is shorter than a second, so that one made during the longest
    /// sleep is seen before it is due; nothing needs to wake the thread.
    pub fn start(
        watch: Arc<ClockWatch>,
        writer: Arc<Writer>,
        system: Actor,
        next_deadline: impl Fn() -> Option<Instant> + Send + 'static,
    ) -> Result<Expiry, Refusal> {
        let alarm = Arc::new(Bell::default());
        let theirs = alarm.clone();
        let thread = std::thread::Builder::new()
            .name("stockroom-expiry".to_owned())
            .spawn(move || {
                let mut forget_at = watch.read().elapsed_ms;
                let mut failing = false;
                while theirs.sleep(next_deadline(), &watch, failing) {
                    if watch.was_set() {
                        failing = said(settle_now(&writer, &system), failing);
                    }
                    if next_deadline().is_some_and(|at| at <= watch.read().wall) {
                        failing = said(sweep(&writer, &system).map(|_| ()), failing);
                    }
                    if watch.read().elapsed_ms >= forget_at && !forget_old_answers(&writer, &system) {
                        forget_at = watch.read().elapsed_ms + FORGET_EVERY_MS;
                    }
                }
            })
            .map_err(|error| Refusal::Busy { what: format!("this machine ({error})") })?;
        Ok(Expiry { alarm, thread: Mutex::new(Some(thread)) })
    }

    pub fn stop(&self) {
        self.alarm.lock().stopped = true;
        self.alarm.rung.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the expiry thread ended in a panic");
        }
    }
}
