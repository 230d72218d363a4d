//! Time, passed in. Wall time names instants; elapsed time (which counts sleep) says whether the wall clock was set.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds.saturating_mul(1000)))
    }
}

impl ToSql for Instant {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0))
    }
}
impl FromSql for Instant {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Instant)
    }
}
impl ts_rs::TS for Instant {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn docs() -> Option<String> {
        Some("/** Milliseconds since 1970-01-01 UTC. */\n".to_owned())
    }
    fn name(_: &ts_rs::Config) -> String {
        "Instant".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "number".to_owned()
    }
    fn decl(_: &ts_rs::Config) -> String {
        "type Instant = number;".to_owned()
    }
    fn decl_concrete(cfg: &ts_rs::Config) -> String {
        Self::decl(cfg)
    }
    fn output_path() -> Option<std::path::PathBuf> {
        Some("Instant.ts".into())
    }
}

/// The machine's clock, or one that a test turns by hand.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    Manual(Arc<ManualClock>),
}

/// Wall and elapsed time of a test, in milliseconds.
#[derive(Debug)]
pub struct ManualClock {
    wall: AtomicI64,
    elapsed: AtomicI64,
    boot: i64,
}

impl ManualClock {
    pub fn at(wall: Instant) -> Arc<ManualClock> {
        Arc::new(ManualClock { wall: AtomicI64::new(wall.0), elapsed: AtomicI64::new(0), boot: random_boot() })
    }

    /// Time passes.
    pub fn advance_ms(&self, ms: i64) {
        self.wall.fetch_add(ms, Ordering::SeqCst);
        self.elapsed.fetch_add(ms, Ordering::SeqCst);
    }

    /// Somebody sets the wall clock; no time passes.
    pub fn set_by_ms(&self, ms: i64) {
        self.wall.fetch_add(ms, Ordering::SeqCst);
    }
}

/// Both clocks read together.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub wall: Instant,
    /// Milliseconds since an arbitrary start, counting sleep, never set by anybody.
    pub elapsed_ms: i64,
    /// Names that start: readings compare only within one.
    pub boot: i64,
}

impl Clock {
    pub fn now(&self) -> Instant {
        match self {
            Clock::System => system_wall(),
            Clock::Manual(clock) => Instant(clock.wall.load(Ordering::SeqCst)),
        }
    }

    pub fn read(&self) -> Reading {
        match self {
            Clock::System => Reading { wall: system_wall(), elapsed_ms: system_elapsed_ms(), boot: system_boot() },
            Clock::Manual(clock) => {
                Reading { wall: self.now(), elapsed_ms: clock.elapsed.load(Ordering::SeqCst), boot: clock.boot }
            }
        }
    }
}

fn system_wall() -> Instant {
    Instant(chrono::Utc::now().timestamp_millis())
}

impl Reading {
    /// By how many milliseconds the wall clock was set between two readings; None where they cannot be compared.
    pub fn set_since(&self, earlier: &Reading) -> Option<i64> {
        (self.boot == earlier.boot).then(|| (self.wall.0 - earlier.wall.0) - (self.elapsed_ms - earlier.elapsed_ms))
    }
}

fn random_boot() -> i64 {
    i64::from_be_bytes(*uuid::Uuid::new_v4().as_bytes().first_chunk().unwrap_or(&[0; 8]))
}

/// Linux names each boot; elsewhere elapsed time begins with the program, so that each program is a boot of its own.
fn system_boot() -> i64 {
    use std::sync::OnceLock;
    static BOOT: OnceLock<i64> = OnceLock::new();
    *BOOT.get_or_init(|| {
        let named = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let digits: String = named.chars().filter(char::is_ascii_hexdigit).take(15).collect();
        i64::from_str_radix(&digits, 16).unwrap_or_else(|_| random_boot())
    })
}

/// Time since boot. On Linux and macOS `Instant` of the standard library stops while the machine sleeps, so the clock
/// that does not is asked directly; Windows counts sleep in its own.
#[cfg(any(target_os = "linux", target_os = "macos"))]
#[allow(unsafe_code)]
fn system_elapsed_ms() -> i64 {
    #[cfg(target_os = "linux")]
    const CLOCK: libc::clockid_t = libc::CLOCK_BOOTTIME;
    #[cfg(target_os = "macos")]
    const CLOCK: libc::clockid_t = libc::CLOCK_MONOTONIC;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live timespec of this frame, which the call only writes.
    unsafe { libc::clock_gettime(CLOCK, &raw mut time) };
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn system_elapsed_ms() -> i64 {
    use std::sync::OnceLock;
    static START: OnceLock<std::time::Instant> = OnceLock::new();
    i64::try_from(START.get_or_init(std::time::Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}
