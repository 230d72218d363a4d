//! Days as the store lives them: local days of one time zone, turned into instants for every query.

use crate::kernel::Instant;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::str::FromStr;

/// A local day of the store, on the wire like "2026-11-20".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(NaiveDate);

impl Day {
    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn days_before(self, days: u64) -> Day {
        Day(self.0.checked_sub_days(Days::new(days)).unwrap_or(self.0))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
impl FromStr for Day {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        // chrono reads "2026-1-5" too; one spelling keeps saved filters comparable.
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| ())?;
        (text.len() == 10 && (1970..=9998).contains(&day.year())).then_some(Day(day)).ok_or(())
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let clipped: String = text.chars().take(40).collect();
        text.parse().map_err(|()| serde::de::Error::custom(format!("\"{clipped}\" is not a day like 2026-11-20")))
    }
}

/// The store's time zone by its IANA name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(chrono_tz::Tz);

impl TimeZone {
    pub fn parse(name: &str) -> Option<TimeZone> {
        name.parse().ok().map(TimeZone)
    }

    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The local day that an instant lies in.
    pub fn day_of(self, at: Instant) -> Day {
        Day(self.local(at).date_naive())
    }

    /// Date and time as the store's clock showed it, like "2026-11-20 14:32:05".
    pub fn show(self, at: Instant) -> String {
        self.local(at).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn local(self, at: Instant) -> chrono::DateTime<chrono_tz::Tz> {
        let utc = chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default();
        utc.with_timezone(&self.0)
    }

    /// The first instant of a local day. Where midnight is skipped by a change of the clock, the first that exists.
    pub fn start_of(self, day: Day) -> Instant {
        let midnight = day.0.and_time(NaiveTime::MIN);
        (0..=6)
            .find_map(|half_hours| {
                let shifted = midnight + chrono::Duration::minutes(30 * half_hours);
                self.0.from_local_datetime(&shifted).earliest()
            })
            .map_or(Instant(midnight.and_utc().timestamp_millis()), |at| Instant(at.timestamp_millis()))
    }

    /// The first instant after a local day.
    pub fn end_of(self, day: Day) -> Instant {
        self.start_of(Day(day.0.checked_add_days(Days::new(1)).unwrap_or(day.0)))
    }
}

impl ts_rs::TS for Day {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;
    fn docs() -> Option<String> {
        Some("/** A local day of the store, like \"2026-11-20\". */\n".to_owned())
    }
    fn name(_: &ts_rs::Config) -> String {
        "Day".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        "string".to_owned()
    }
    fn decl(_: &ts_rs::Config) -> String {
        "type Day = string;".to_owned()
    }
    fn decl_concrete(cfg: &ts_rs::Config) -> String {
        Self::decl(cfg)
    }
    fn output_path() -> Option<std::path::PathBuf> {
        Some("Day.ts".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_25_hours_is_one_day() {
        let dublin = TimeZone::parse("Europe/Dublin").expect("a zone");
        let day: Day = "2026-10-25".parse().expect("a day");
        assert_eq!(dublin.end_of(day).0 - dublin.start_of(day).0, 25 * 3_600_000);
    }

    #[test]
    fn a_skipped_midnight_starts_at_the_first_instant_that_exists() {
        let cairo = TimeZone::parse("Africa/Cairo").expect("a zone");
        let day: Day = "2026-04-24".parse().expect("a day");
        assert_eq!(cairo.day_of(cairo.start_of(day)), day);
        assert_eq!(cairo.day_of(Instant(cairo.start_of(day).0 - 1)), "2026-04-23".parse().expect("a day"));
    }

    #[test]
    fn only_one_spelling_of_a_day() {
        for bad in ["2026-1-5", "20.11.2026", "2026-02-30", "", "10000-01-01"] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }
}
