//! The one writer. A thread owns the only writing connection; it takes what is waiting, runs each piece of work in
//! its own savepoint inside one `BEGIN IMMEDIATE`, commits once, and only then answers them all.
//!
//! INVARIANT: an answer is sent after the commit that holds it, or after it is certain that nothing of it was kept.
//!
//! Some errors (a full disk, a failed write) make SQLite roll back the whole transaction, not the savepoint alone.
//! Then the others in the batch have lost their work too, and each is run again in a transaction of its own. Work is
//! therefore `Fn`: it may run more than once, but is committed at most once.

use crate::db::books::{Act, Actor, Freed, Uow};
use crate::db::topics::topic_of;
use crate::kernel::{Clock, Failure, Instant, Refusal, Topic};
use rusqlite::{Connection, ErrorCode};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Elapsed};

/// The most pieces of work in one transaction.
const MAX_BATCH: usize = 64;
/// How long a batch gathers work before it commits what it has.
const MAX_BATCH_TIME: Duration = Duration::from_millis(12);
/// The most pieces of work that may wait; a further one is refused as busy.
const MAX_WAITING: usize = 1024;
/// How often the file is asked whether another program committed to it.
const WATCH_EVERY: Duration = Duration::from_millis(250);

/// What a piece of work leaves behind when it is committed: the answer.
pub struct Told(pub String);

/// Runs inside the transaction, perhaps more than once, committed at most once.
pub type Work = Box<dyn Fn(&mut Uow<'_>) -> Result<Told, Failure> + Send>;

/// How a piece of work ended.
#[derive(Debug)]
pub enum Committed {
    Told(String),
    Refused(Box<Refusal>),
    /// A bug of ours; nothing was changed. The log has the chain under this number.
    Incident(String),
}

/// People come first; background work goes in between, one piece at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    People,
    Background,
}

struct Job {
    lane: Lane,
    actor: Actor,
    act: Act,
    work: Work,
    answer: SyncSender<Committed>,
}

#[derive(Default)]
struct Waiting {
    people: VecDeque<Job>,
    background: VecDeque<Job>,
    closed: bool,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

/// How long the writer looks for the next command before it lies down: whoever was just answered often asks again, and
/// waking a thread takes longer than this.
const LINGER: Duration = Duration::from_micros(60);

impl Queue {
    fn linger(&self) {
        let began = Elapsed::now();
        while began.elapsed() < LINGER {
            let waiting = self.lock();
            if waiting.closed || !waiting.people.is_empty() || !waiting.background.is_empty() {
                return;
            }
            drop(waiting);
            std::hint::spin_loop();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type IsDue = Box<dyn Fn(&Connection, Instant) -> bool + Send>;
type Settle = Box<dyn Fn(&mut Uow<'_>, Lane) -> Result<(), Failure> + Send>;

/// What runs at the head of a batch, in a savepoint of its own.
pub struct Prelude {
    /// Is there anything to do? Asked before every batch, so it has to be cheap.
    pub due: IsDue,
    pub settle: Settle,
    /// Told when what was settled is on disk.
    pub settled: Box<dyn Fn() + Send>,
}
type IsWanted = Box<dyn Fn(&Connection, &Freed) -> rusqlite::Result<bool> + Send>;
type Serve = Box<dyn Fn(&mut Uow<'_>, &Freed) -> Result<(), Failure> + Send>;

/// What follows from work in which units came free, in the same transaction and a savepoint of its own: if it fails,
/// the work stands.
pub struct Epilogue {
    /// Does anybody want them? Asked after every such work, so it has to be cheap.
    pub wanted: IsWanted,
    pub serve: Serve,
}
/// Told of the topics of a commit.
pub type OnCommit = Box<dyn Fn(&[Topic]) + Send>;

pub struct WriterOptions {
    pub path: PathBuf,
    pub clock: Clock,
    /// In whose name prelude and epilogue act.
    pub system: Actor,
    pub prelude: Prelude,
    pub epilogue: Epilogue,
    /// Called after a commit with what it changed; with every topic when another program committed.
    pub on_commit: OnCommit,
}

pub struct Writer {
    queue: Arc<Queue>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub fn start(conn: Connection, options: WriterOptions) -> Result<Writer, Refusal> {
        let queue = Arc::new(Queue::default());
        let mut desk =
            Desk { conn: Some(conn), changed: Arc::default(), options, data_version: None, watched_at: None };
        desk.attach().map_err(|error| refusal_of(&error, "starting the writer"))?;
        let theirs = queue.clone();
        let thread = std::thread::Builder::new()
            .name("stockroom-writer".to_owned())
            .spawn(move || {
                let _closing = Closing(&theirs);
                desk.serve(&theirs);
            })
            .map_err(|error| Refusal::Busy { what: format!("this machine ({error})") })?;
        Ok(Writer { queue, thread: Mutex::new(Some(thread)) })
    }

    /// Runs work in the writer and returns when it is on disk or certainly is not.
    pub fn run(&self, lane: Lane, actor: Actor, act: Act, work: Work) -> Committed {
        match self.submit(lane, actor, act, work) {
            Ok(answer) => answer.recv().unwrap_or_else(|_| {
                Committed::Refused(Box::new(Refusal::Busy { what: "The store (it is being closed)".to_owned() }))
            }),
            Err(refusal) => Committed::Refused(Box::new(refusal)),
        }
    }

    fn submit(&self, lane: Lane, actor: Actor, act: Act, work: Work) -> Result<Receiver<Committed>, Refusal> {
        let (answer, answered) = sync_channel(1);
        let job = Job { lane, actor, act, work, answer };
        {
            let mut waiting = self.queue.lock();
            if waiting.closed {
                return Err(Refusal::Busy { what: "The store (it is being closed)".to_owned() });
            }
            let line = match lane {
                Lane::People => &mut waiting.people,
                Lane::Background => &mut waiting.background,
            };
            if line.len() >= MAX_WAITING {
                return Err(Refusal::Busy { what: format!("The store ({MAX_WAITING} requests are waiting)") });
            }
            line.push_back(job);
        }
        self.queue.arrived.notify_one();
        Ok(answered)
    }

    /// Finishes what waits, then lets the file go. Further work is refused.
    pub fn close(&self) {
        self.queue.lock().closed = true;
        self.queue.arrived.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the writer thread ended in a panic");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// When the writer's thread ends, however it ends, nobody may wait for it any longer.
struct Closing<'q>(&'q Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.lock();
        waiting.closed = true;
        waiting.people.clear();
        waiting.background.clear();
    }
}

/// How a transaction of several pieces ended.
enum Together {
    /// With one bit a topic that changed.
    Committed(Vec<Committed>, u32),
    /// SQLite rolled the whole transaction back; nothing of any piece was kept.
    Lost(rusqlite::Error),
    /// The commit itself failed: what was kept is known only from the file.
    InDoubt(rusqlite::Error),
}

/// The writer's own thread: its connection and what it watches.
struct Desk {
    conn: Option<Connection>,
    /// One bit a topic, set by the update hook.
    changed: Arc<AtomicU32>,
    options: WriterOptions,
    data_version: Option<i64>,
    watched_at: Option<Elapsed>,
}

impl Desk {
    fn serve(&mut self, queue: &Queue) {
        let mut background_next = false;
        loop {
            queue.linger();
            let batch = {
                let mut waiting = queue.lock();
                while waiting.people.is_empty() && waiting.background.is_empty() && !waiting.closed {
                    let (guard, timeout) =
                        queue.arrived.wait_timeout(waiting, WATCH_EVERY).unwrap_or_else(PoisonError::into_inner);
                    waiting = guard;
                    if timeout.timed_out() {
                        break;
                    }
                }
                let batch = next_batch(&mut waiting, &mut background_next);
                if batch.is_empty() && waiting.closed {
                    break;
                }
                batch
            };
            if batch.is_empty() {
                self.watch();
                continue;
            }
            let unserved = self.run_batch(batch);
            if !unserved.is_empty() {
                let mut waiting = queue.lock();
                for job in unserved.into_iter().rev() {
                    waiting.people.push_front(job);
                }
            }
            self.watch();
        }
        if let Some(conn) = self.conn.take() {
            settle(&conn);
            if let Err((_, error)) = conn.close() {
                tracing::error!(%error, "closing the writing connection");
            }
        }
    }

    /// Runs a batch and answers it. Returns the jobs for which its time did not suffice.
    fn run_batch(&mut self, batch: VecDeque<Job>) -> Vec<Job> {
        let mut jobs: Vec<Job> = batch.into();
        let (outcome, reached) = self.together(&jobs);
        let unserved = jobs.split_off(reached);
        if matches!(outcome, Together::Lost(_)) {
            self.leave();
        }
        match outcome {
            Together::Committed(results, changed) => {
                for (job, result) in jobs.into_iter().zip(results) {
                    answer(job, result);
                }
                self.tell(&topics_in(changed));
            }
            // Alone each of them would wait for the other program as long again.
            Together::Lost(error) if jobs.len() == 1 || is_busy(&error) => {
                for job in jobs {
                    answer(job, told_of(&error));
                }
            }
            Together::Lost(error) => {
                tracing::warn!(%error, jobs = jobs.len(), "a batch was rolled back; its work is run again one by one");
                for job in jobs {
                    let (result, changed) = self.alone(&job);
                    answer(job, result);
                    self.tell(&topics_in(changed));
                }
            }
            Together::InDoubt(error) => {
                tracing::warn!(%error, jobs = jobs.len(), "a commit failed; the file is asked what was kept");
                self.reopen();
                for job in jobs {
                    let result = match self.looked_up(&job.act, &error) {
                        Some(result) => result,
                        None => self.alone(&job).0,
                    };
                    answer(job, result);
                }
                // What of it was kept is not known by topic.
                self.tell(Topic::ALL);
            }
        }
        unserved
    }

    fn alone(&mut self, job: &Job) -> (Committed, u32) {
        match self.together(std::slice::from_ref(job)).0 {
            Together::Committed(mut results, changed) => {
                let missing = || incident(&"a batch of one gave no result", "running one piece of work");
                (results.pop().unwrap_or_else(missing), changed)
            }
            Together::Lost(error) => {
                self.leave();
                (told_of(&error), 0)
            }
            Together::InDoubt(error) => {
                self.reopen();
                (self.looked_up(&job.act, &error).unwrap_or_else(|| told_of(&error)), u32::MAX)
            }
        }
    }

    /// After a lost transaction the connection must be outside one, or every later one would fail.
    fn leave(&mut self) {
        let inside = self.conn.as_ref().is_some_and(|conn| !conn.is_autocommit() && execute(conn, "ROLLBACK").is_err());
        if inside {
            self.reopen();
        }
    }

    /// Tells of a change, after the answers. A listener that panics must not take the writer with it.
    fn tell(&self, topics: &[Topic]) {
        if !topics.is_empty() && catch_unwind(AssertUnwindSafe(|| (self.options.on_commit)(topics))).is_err() {
            tracing::error!("a listener of changes panicked");
        }
    }

    /// One transaction. Returns how it ended and how many jobs it reached.
    fn together(&mut self, jobs: &[Job]) -> (Together, usize) {
        if self.conn.is_none() {
            self.reopen();
        }
        let Some(conn) = self.conn.as_ref() else {
            return (
                Together::Lost(rusqlite::Error::SqliteFailure(
                    rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN),
                    None,
                )),
                jobs.len(),
            );
        };
        if let Err(error) = execute(conn, "BEGIN IMMEDIATE") {
            return (Together::Lost(error), jobs.len());
        }
        // Read once the lock is there: another program may have held it for seconds.
        let now = self.options.clock.now();
        self.changed.store(0, Ordering::Relaxed);
        let mut changed = 0;
        let mut results = Vec::with_capacity(jobs.len());
        let began = Elapsed::now();

        // A batch is of one lane: see `next_batch`.
        let lane = jobs.first().map_or(Lane::Background, |job| job.lane);
        let mut settled = false;
        let prelude = if (self.options.prelude.due)(conn, now) {
            in_savepoint(conn, || {
                let mut uow = Uow::new(conn, now, &self.options.system, Act::default())?;
                (self.options.prelude.settle)(&mut uow, lane)?;
                self.follow_up(conn, &mut uow)
            })
            .inspect(|()| settled = true)
        } else {
            Ok(())
        };
        match prelude {
            Ok(()) => changed |= self.changed.swap(0, Ordering::Relaxed),
            Err(Ended::Lost(error)) => return (Together::Lost(error), jobs.len()),
            Err(Ended::Here(failure)) => {
                self.changed.store(0, Ordering::Relaxed);
                tracing::error!(?failure, "what is due could not be settled before a command");
            }
        }
        for job in jobs {
            if !results.is_empty() && began.elapsed() > MAX_BATCH_TIME {
                break;
            }
            let ended = in_savepoint(conn, || {
                let mut uow = Uow::new(conn, now, &job.actor, job.act)?;
                let told = (job.work)(&mut uow)?;
                self.follow_up(conn, &mut uow)?;
                Ok(told)
            });
            let seen = self.changed.swap(0, Ordering::Relaxed);
            match ended {
                Ok(Told(text)) => {
                    changed |= seen;
                    results.push(Committed::Told(text));
                }
                Err(Ended::Lost(error)) => return (Together::Lost(error), jobs.len()),
                Err(Ended::Here(Failure::Refused(refusal))) => results.push(Committed::Refused(refusal)),
                Err(Ended::Here(Failure::Sql(error))) => results.push(told_of(&error)),
                Err(Ended::Here(Failure::Bug(what))) => results.push(incident(&what, "a command")),
            }
        }
        if let Err(error) = execute(conn, "COMMIT") {
            return (Together::InDoubt(error), results.len());
        }
        if settled {
            (self.options.prelude.settled)();
        }
        let reached = results.len();
        (Together::Committed(results, changed), reached)
    }

    /// Runs the epilogue where units came free. Only the loss of the whole transaction is a failure of the work.
    fn follow_up(&self, conn: &Connection, uow: &mut Uow<'_>) -> Result<(), Failure> {
        let freed = uow.take_freed();
        if freed.is_empty() || !(self.options.epilogue.wanted)(conn, &freed)? {
            return Ok(());
        }
        let changed = self.changed.load(Ordering::Relaxed);
        // It belongs to the act that freed the units, but to no batch: taking that back is another's affair.
        let act = Act { request_id: uow.act.request_id, ..Act::default() };
        let followed = in_savepoint(conn, || {
            let mut uow = Uow::new(conn, uow.now, &self.options.system, act)?;
            (self.options.epilogue.serve)(&mut uow, &freed)
        });
        match followed {
            Ok(()) => Ok(()),
            Err(Ended::Lost(error)) => Err(Failure::Sql(error)),
            Err(Ended::Here(failure)) => {
                self.changed.store(changed, Ordering::Relaxed);
                incident_number("what follows from units that came free", &format!("{failure:?}"));
                Ok(())
            }
        }
    }

    /// After a commit that failed: what the file says of a piece of work. `None`: it was not kept. A file that cannot
    /// be opened again says nothing, and neither do we.
    fn looked_up(&self, act: &Act, error: &rusqlite::Error) -> Option<Committed> {
        let Some(conn) = self.conn.as_ref() else {
            let what = format!("the store could not be opened again: {error}");
            return Some(Committed::Refused(Box::new(Refusal::OutcomeUnknown { what })));
        };
        let kept =
            conn.query_row("SELECT response FROM request WHERE id = ?1", [act.request_id?], |row| row.get(0)).ok()?;
        Some(Committed::Told(kept))
    }

    fn reopen(&mut self) {
        self.conn = None;
        match crate::db::connect_writer(&self.options.path) {
            Ok(conn) => {
                self.conn = Some(conn);
                if let Err(error) = self.attach() {
                    tracing::error!(%error, "attaching to the reopened store");
                }
            }
            Err(refusal) => tracing::error!(%refusal, "the store could not be opened again"),
        }
    }

    fn attach(&mut self) -> rusqlite::Result<()> {
        let changed = self.changed.clone();
        if let Some(conn) = self.conn.as_mut() {
            conn.update_hook(Some(move |_, _: &str, table: &str, _| {
                if let Some(topic) = topic_of(table) {
                    changed.fetch_or(1 << (topic as u32), Ordering::Relaxed);
                }
            }))?;
        }
        Ok(())
    }

    /// Tells of commits by another program. The number changes only through other connections, and only this one of
    /// ours commits.
    fn watch(&mut self) {
        if self.watched_at.is_some_and(|at| at.elapsed() < WATCH_EVERY) {
            return;
        }
        self.watched_at = Some(Elapsed::now());
        let Some(conn) = self.conn.as_ref() else { return };
        let version = conn
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(0)));
        match version {
            Ok(version) => {
                if self.data_version.replace(version).is_some_and(|before| before != version) {
                    self.tell(Topic::ALL);
                }
            }
            Err(error) => tracing::debug!(%error, "data_version"),
        }
    }
}

/// Brings the log into the store file, so that a closed store is one whole file that can be copied. SQLite would do so
/// by itself only if this were the last connection, and the readers outlive it. Another program that has the store
/// open is not waited for: it does the same when it closes.
fn settle(conn: &Connection) {
    let settled = conn
        .busy_timeout(Duration::ZERO)
        .and_then(|()| conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())));
    if let Err(error) = settled {
        tracing::warn!(%error, "the log stays beside the store file; it is read when the store is opened");
    }
}

/// What runs next: people's work as it came, and after each batch of it one piece of background work.
fn next_batch(waiting: &mut Waiting, background_next: &mut bool) -> VecDeque<Job> {
    let background_turn = *background_next || waiting.people.is_empty();
    if background_turn && let Some(job) = waiting.background.pop_front() {
        *background_next = false;
        return VecDeque::from([job]);
    }
    *background_next = true;
    let count = waiting.people.len().min(MAX_BATCH);
    waiting.people.drain(..count).collect()
}

fn topics_in(bits: u32) -> Vec<Topic> {
    Topic::ALL.iter().copied().filter(|topic| bits & (1 << (*topic as u32)) != 0).collect()
}

fn answer(job: Job, result: Committed) {
    // The caller may have gone; its work is committed all the same.
    let _ = job.answer.send(result);
}

fn execute(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.execute([]).map(|_| ())
}

enum Ended {
    /// This piece alone was rolled back.
    Here(Failure),
    /// SQLite rolled back the whole transaction.
    Lost(rusqlite::Error),
}

fn in_savepoint<T>(conn: &Connection, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Ended> {
    execute(conn, "SAVEPOINT command").map_err(Ended::Lost)?;
    let worked = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("a panic without words");
        Err(Failure::Bug(format!("panic: {said}")))
    });
    let lost = conn.is_autocommit();
    match worked {
        Ok(value) if !lost => {
            execute(conn, "RELEASE command").map_err(Ended::Lost)?;
            Ok(value)
        }
        Ok(_) => Err(Ended::Lost(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK),
            Some("the transaction ended inside a command".to_owned()),
        ))),
        Err(Failure::Sql(error)) if lost => Err(Ended::Lost(error)),
        Err(failure) if lost => Err(Ended::Lost(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK),
            Some(format!("{failure:?}")),
        ))),
        Err(failure) => {
            execute(conn, "ROLLBACK TO command").map_err(Ended::Lost)?;
            execute(conn, "RELEASE command").map_err(Ended::Lost)?;
            Err(Ended::Here(failure))
        }
    }
}

/// Writes a bug to the log and gives the number it stands there under.
pub fn incident_number(doing: &str, what: &dyn std::fmt::Display) -> String {
    let number = format!("INC-{}", &uuid::Uuid::new_v4().simple().to_string()[..8].to_uppercase());
    tracing::error!(incident = %number, doing, "{what}");
    number
}

fn incident(what: &dyn std::fmt::Display, doing: &str) -> Committed {
    Committed::Incident(incident_number(doing, what))
}

/// Another program holds the file; nothing was run.
fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Did the disk or another program stand in the way, rather than a bug of ours?
pub fn is_disk(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase,
        )
    )
}

/// What a person is told of an error of the database: a refusal where they can do something, otherwise an incident.
fn told_of(error: &rusqlite::Error) -> Committed {
    if is_disk(error) {
        Committed::Refused(Box::new(refusal_of(error, "writing the store")))
    } else {
        incident(error, "a statement")
    }
}

/// The refusal that says what the disk said.
pub fn refusal_of(error: &rusqlite::Error, doing: &str) -> Refusal {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Refusal::DiskFull { what: doing.to_owned() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Refusal::Busy { what: "The store file (another program is writing)".to_owned() }
        }
        Some(_) | None => Refusal::DiskError { what: format!("{doing}: {error}") },
    }
}
