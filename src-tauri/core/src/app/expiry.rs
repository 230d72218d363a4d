//! Letting holds lapse: a thread that sleeps until the earliest deadline, or half a second at most, and the watch
//! over the wall clock.

use super::run::{FORGET_CHUNK, forget_answers};
use crate::db::{Act, Actor, Committed, Lane, Told, Work, Writer};
use crate::kernel::clock::Reading;
use crate::kernel::{Clock, Instant, Refusal};
use crate::reservations::{self, Jump, SWEEP_CHUNK};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The longest sleep: a hold is swept within a second even if a deadline came from elsewhere.
const LONGEST_SLEEP: Duration = Duration::from_millis(500);
/// How often old answers are forgotten, in milliseconds (an hour).
const FORGET_EVERY_MS: i64 = 60 * 60 * 1000;
/// A difference between wall and elapsed time beyond this means the wall clock was set, in milliseconds.
const JUMP_MS: i64 = 2_000;

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

/// Forgets answers that are older than anybody waits, chunk by chunk.
pub fn forget_old_answers(writer: &Writer, system: &Actor) {
    loop {
        let work: Work = Box::new(|uow| forget_answers(uow).map(|gone| Told(gone.to_string())));
        match writer.run(Lane::Background, system.clone(), Act::default(), work) {
            Committed::Told(gone) if gone.parse() == Ok(FORGET_CHUNK) => {}
            Committed::Told(_) => return,
            Committed::Refused(refusal) => {
                tracing::warn!(%refusal, "old answers could not be forgotten; tried again in an hour");
                return;
            }
            Committed::Incident(_) => return,
        }
    }
}

/// Compares the wall clock with elapsed time, and moves deadlines when it was set.
pub struct ClockWatch {
    clock: Clock,
    last: Mutex<Reading>,
}

impl ClockWatch {
    pub fn new(clock: Clock) -> ClockWatch {
        let last = Mutex::new(clock.read());
        ClockWatch { clock, last }
    }

    /// Whether the wall clock was set since the last look.
    pub fn jump(&self) -> Option<Jump> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.read();
        let looked_ms_ago = now.elapsed_ms - last.elapsed_ms;
        let by_ms = (now.wall.0 - last.wall.0) - looked_ms_ago;
        if by_ms.abs() > JUMP_MS {
            *last = now;
            return Some(Jump { by_ms, looked_ms_ago });
        }
        // Small differences add up over days (the clock is steered); only a sudden one is a jump.
        if looked_ms_ago > 60_000 {
            *last = now;
        }
        None
    }
}

#[derive(Default)]
struct Alarm {
    stopped: bool,
    changed: bool,
}

pub struct Expiry {
    alarm: Arc<(Mutex<Alarm>, Condvar)>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Wakes the thread when holds changed.
#[derive(Clone)]
pub struct Waker(Arc<(Mutex<Alarm>, Condvar)>);

impl Waker {
    pub fn new() -> Waker {
        Waker(Arc::default())
    }

    pub fn wake(&self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).changed = true;
        self.0.1.notify_one();
    }
}

impl Expiry {
    /// `next_deadline` is asked after every sweep and whenever holds changed.
    pub fn start(
        waker: Waker,
        clock: Clock,
        writer: Arc<Writer>,
        system: Actor,
        next_deadline: impl Fn() -> Option<Instant> + Send + 'static,
    ) -> Result<Expiry, Refusal> {
        let alarm = waker.0;
        let theirs = alarm.clone();
        let thread = std::thread::Builder::new()
            .name("stockroom-expiry".to_owned())
            .spawn(move || {
                let mut deadline = next_deadline();
                let mut forget_at = clock.read().elapsed_ms;
                loop {
                    if clock.read().elapsed_ms >= forget_at {
                        forget_old_answers(&writer, &system);
                        forget_at = clock.read().elapsed_ms + FORGET_EVERY_MS;
                    }
                    let until_due = deadline.map_or(LONGEST_SLEEP, |at| {
                        Duration::from_millis(u64::try_from(at.0 - clock.now().0).unwrap_or(0))
                    });
                    let mut held = theirs.0.lock().unwrap_or_else(PoisonError::into_inner);
                    if !held.changed && !held.stopped && !until_due.is_zero() {
                        held = theirs
                            .1
                            .wait_timeout(held, until_due.min(LONGEST_SLEEP))
                            .unwrap_or_else(PoisonError::into_inner)
                            .0;
                    }
                    if held.stopped {
                        return;
                    }
                    let changed = std::mem::take(&mut held.changed);
                    drop(held);
                    if changed {
                        deadline = next_deadline();
                    }
                    if deadline.is_some_and(|at| at <= clock.now()) || deadline.is_none() {
                        if deadline.is_some()
                            && let Err(refusal) = sweep(&writer, &system)
                        {
                            tracing::warn!(%refusal, "holds that are due could not be ended; tried again shortly");
                        }
                        deadline = next_deadline();
                    }
                }
            })
            .map_err(|error| Refusal::Busy { what: format!("this machine ({error})") })?;
        Ok(Expiry { alarm, thread: Mutex::new(Some(thread)) })
    }

    pub fn stop(&self) {
        self.alarm.0.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.alarm.1.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the expiry thread ended in a panic");
        }
    }
}
