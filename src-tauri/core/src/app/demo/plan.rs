//! Thirty days on paper: which order comes when, what becomes of it, and what else happens meanwhile.

use super::people::{CUSTOMERS, STAFF};
use super::random::Random;
use crate::kernel::{Fulfilment, Instant, OrderStatus, Priority, TimeZone};

/// How far back the story begins, in days.
pub const DAYS: u64 = 30;
/// How many days ago deliveries of some goods stopped.
const LAST_DELIVERY_DAYS_AGO: u64 = 10;
/// How many days ago those goods were counted.
const STOCK_TAKE_DAYS_AGO: u64 = 5;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Orders of the last hour that still wait to be confirmed.
const WAITING: i64 = 8;
/// The store's deadline for a pending order of the usual kind, in seconds.
const ORDER_HOLD_SECONDS: i64 = 3_600;
/// The deadline of an order that nobody confirmed in time, in seconds.
const SHORT_HOLD_SECONDS: i64 = 1_800;
/// How long a hold of the days before ran, in seconds.
pub const PASSING_HOLD_SECONDS: i64 = 600;

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Paid and carried home at once.
    Counter,
    /// Confirmed, packed, sent, received, as far as there was time.
    Usual,
    /// Waits to be confirmed, its units held.
    Waits,
    /// Nobody confirmed it before its units went back.
    Lapses,
    /// Packed days ago and never sent.
    Stuck,
    Cancelled,
    /// Kept as rejected: it asked for more than there was.
    TurnedAway,
}

#[derive(Debug, Clone)]
pub struct OrderPlan {
    pub course: Course,
    /// A place in [`CUSTOMERS`]; None for somebody at the till.
    pub customer: Option<usize>,
    /// A place in [`STAFF`].
    pub staff: usize,
    pub priority: Priority,
    pub fulfilment: Fulfilment,
    pub hold_seconds: i64,
    pub has_note: bool,
    /// Placed while deliveries still came for every good.
    pub early: bool,
}

/// A hold for somebody, without an order.
#[derive(Debug, Clone, Copy)]
pub struct HoldPlan {
    pub for_whom: &'static str,
    pub note: &'static str,
    pub lines: usize,
    pub minutes_ago: i64,
    pub seconds: i64,
}

const fn hold(for_whom: &'static str, note: &'static str, lines: usize, minutes_ago: i64, seconds: i64) -> HoldPlan {
    HoldPlan { for_whom, note, lines, minutes_ago, seconds }
}

/// The holds that run when the story ends.
pub const HOLDS: [HoldPlan; 8] = [
    hold("Ita Mulcahy", "By phone; comes with the van tomorrow", 1, 131, 86_400),
    hold("Caoimhe Ryan", "", 1, 182, 18_000),
    hold("Galway Scout Group 12", "Róisín confirms the numbers tonight", 3, 95, 10_800),
    hold("Ballyvaughan Hostel", "Sample for the new rooms", 2, 55, 172_800),
    hold("Dónal Breen", "At the till, gone to the bank", 1, 8, 1_800),
    hold("Keane", "Parked by Ciarán", 2, 5, 1_500),
    hold("Peadar Lynch", "By phone", 1, 4, 600),
    hold("Sorcha Whelan", "By phone", 1, 1, 600),
];

/// Something that happens, told by places in the plans.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    Deliveries {
        everything: bool,
    },
    StockTake,
    Place(usize),
    Move(usize, OrderStatus),
    /// What is due lapses.
    Lapse,
    /// A hold of the days before, for a customer, that is over by now.
    PassingHold {
        customer: usize,
    },
    /// The last passing hold is given back.
    Release,
    Hold(HoldPlan),
    /// Somebody takes all that is left of a good.
    HoldTheRest,
}

pub struct Plan {
    /// Ascending in time, none after the end.
    pub events: Vec<(Instant, Event)>,
    pub orders: Vec<OrderPlan>,
    pub began: Instant,
}

/// The local days of the story by how many lie before its end.
struct Calendar {
    zone: TimeZone,
    now: Instant,
}

impl Calendar {
    fn at(&self, days_ago: u64, ms: i64) -> Instant {
        let day = self.zone.day_of(self.now).days_before(days_ago);
        Instant(self.zone.start_of(day).0 + ms)
    }

    /// How much a day of the past sells, beside the others: Sundays little, Saturdays much.
    fn pace(&self, days_ago: u64) -> i64 {
        let noon = self.at(days_ago, 12 * HOUR);
        // 1970-01-01 was a Thursday.
        match (noon.0.div_euclid(24 * HOUR) + 4).rem_euclid(7) {
            0 => 3,
            6 => 9,
            _ => 6,
        }
    }
}

pub fn plan(now: Instant, zone: TimeZone, orders: u32, random: &mut Random) -> Plan {
    let calendar = Calendar { zone, now };
    let mut plan = Plan { events: Vec::new(), orders: Vec::new(), began: calendar.at(DAYS, 8 * HOUR) };
    deliveries(&mut plan, &calendar);
    for (at, days_ago) in placings(&calendar, i64::from(orders), random) {
        order(&mut plan, &calendar, at, days_ago, random);
    }
    let recent = plan.orders.len().saturating_sub(usize::try_from(WAITING).unwrap_or(0));
    last_hour(&mut plan, &calendar, recent);
    passing_holds(&mut plan, &calendar, random);
    for hold in HOLDS {
        plan.events.push((Instant(now.0 - hold.minutes_ago * MINUTE), Event::Hold(hold)));
    }
    plan.events.push((Instant(now.0 - 40 * MINUTE), Event::HoldTheRest));
    plan.events.retain(|(at, _)| *at <= now);
    plan.events.sort_by_key(|(at, _)| *at);
    plan
}

fn deliveries(plan: &mut Plan, calendar: &Calendar) {
    for days_ago in (0..=DAYS).rev() {
        let everything = days_ago >= LAST_DELIVERY_DAYS_AGO;
        plan.events.push((calendar.at(days_ago, 8 * HOUR + 40 * MINUTE), Event::Deliveries { everything }));
    }
    plan.events.push((calendar.at(STOCK_TAKE_DAYS_AGO, 18 * HOUR + 20 * MINUTE), Event::StockTake));
}

/// When orders come in, ascending, each with how many days ago that is. The last ones fall into the last hour.
fn placings(calendar: &Calendar, orders: i64, random: &mut Random) -> Vec<(Instant, u64)> {
    let now = calendar.now.0;
    let waiting = WAITING.min(orders);
    let opened = calendar.at(0, 9 * HOUR).0.min(now - 2 * HOUR);
    let today = (orders / 16 * (now - opened) / (9 * HOUR)).clamp(0, orders - waiting);
    let past = orders - waiting - today;

    let mut placings = Vec::new();
    let paces: Vec<(u64, i64)> = (1..=DAYS).rev().map(|days_ago| (days_ago, calendar.pace(days_ago))).collect();
    let whole: i64 = paces.iter().map(|(_, pace)| pace).sum();
    let (mut passed, mut told) = (0, 0);
    for (days_ago, pace) in paces {
        passed += pace;
        let until = past * passed / whole;
        for _ in told..until {
            // Two draws together: most come around the middle of the day.
            let ms = 9 * HOUR + random.between(0, 9 * HOUR / 2) + random.between(0, 9 * HOUR / 2);
            placings.push((calendar.at(days_ago, ms), days_ago));
        }
        told = until;
    }
    for _ in 0..today {
        placings.push((Instant(random.between(opened, now - 65 * MINUTE)), 0));
    }
    for place in 0..waiting {
        placings.push((Instant(now - 56 * MINUTE + place * 54 * MINUTE / WAITING + random.between(0, 90_000)), 0));
    }
    placings.sort_unstable();
    placings
}

fn order(plan: &mut Plan, calendar: &Calendar, at: Instant, days_ago: u64, random: &mut Random) {
    let place = plan.orders.len();
    let course = match random.between(0, 100) {
        0..20 => Course::Counter,
        20..25 => Course::Cancelled,
        25..27 => Course::TurnedAway,
        _ if matches!(days_ago, 3 | 4) && !plan.orders.iter().rev().take(12).any(|o| o.course == Course::Stuck) => {
            Course::Stuck
        }
        _ => Course::Usual,
    };
    let delivered = course != Course::Counter && random.percent(40);
    plan.orders.push(OrderPlan {
        course,
        customer: (course != Course::Counter || random.percent(15)).then(|| random.index(CUSTOMERS.len())),
        staff: random.index(STAFF.len()),
        priority: match random.between(0, 100) {
            0..3 => Priority::Urgent,
            3..11 => Priority::High,
            11..16 => Priority::Low,
            _ => Priority::Normal,
        },
        fulfilment: if delivered { Fulfilment::Delivery } else { Fulfilment::Pickup },
        hold_seconds: ORDER_HOLD_SECONDS,
        has_note: random.percent(9),
        early: days_ago > LAST_DELIVERY_DAYS_AGO,
    });
    plan.events.push((at, Event::Place(place)));
    let mut then = |at: i64, to: OrderStatus| plan.events.push((Instant(at), Event::Move(place, to)));
    let confirmed = at.0 + random.between(3 * MINUTE, 40 * MINUTE);
    let packed = confirmed + random.between(40 * MINUTE, 330 * MINUTE);
    match course {
        Course::Counter | Course::TurnedAway | Course::Waits | Course::Lapses => {}
        Course::Cancelled => {
            if random.percent(40) {
                then(confirmed, OrderStatus::Confirmed);
            }
            then(confirmed + random.between(MINUTE, 15 * MINUTE), OrderStatus::Cancelled);
        }
        Course::Stuck => {
            then(confirmed, OrderStatus::Confirmed);
            then(packed, OrderStatus::Processing);
        }
        Course::Usual => {
            then(confirmed, OrderStatus::Confirmed);
            then(packed, OrderStatus::Processing);
            // Parcels leave the next day, and are there one to three days later; the others are called for.
            let sent = calendar.at(days_ago.saturating_sub(1), random.between(10 * HOUR, 16 * HOUR)).0;
            let sent = if days_ago == 0 { sent + 24 * HOUR } else { sent };
            then(sent, OrderStatus::Shipped);
            let under_way = if delivered { random.between(20 * HOUR, 70 * HOUR) } else { MINUTE };
            then(sent + under_way, OrderStatus::Delivered);
        }
    }
}

/// The orders of the last hour wait; two before them were forgotten until their units went back.
fn last_hour(plan: &mut Plan, calendar: &Calendar, recent: usize) {
    let forgotten = recent.saturating_sub(2);
    let placed: Vec<(usize, Instant)> = plan
        .events
        .iter()
        .filter_map(|(at, event)| match event {
            Event::Place(place) if *place >= forgotten => Some((*place, *at)),
            _ => None,
        })
        .collect();
    plan.events.retain(|(_, event)| !matches!(event, Event::Move(place, _) if *place >= forgotten));
    for (place, at) in placed {
        let order = &mut plan.orders[place];
        order.customer = order.customer.or(Some(place % CUSTOMERS.len()));
        if place < recent {
            order.course = Course::Lapses;
            order.hold_seconds = SHORT_HOLD_SECONDS;
            plan.events.push((at.plus_seconds(SHORT_HOLD_SECONDS), Event::Lapse));
        } else {
            order.course = Course::Waits;
            // One customer in four gets until the evening.
            let left = (calendar.at(0, 20 * HOUR).0 - at.0) / 1000;
            if place % 4 == 0 && left > ORDER_HOLD_SECONDS {
                order.hold_seconds = left;
            }
        }
    }
}

/// Two a day, one before and one after noon, so that each is over before the next.
fn passing_holds(plan: &mut Plan, calendar: &Calendar, random: &mut Random) {
    for days_ago in (0..DAYS).rev() {
        for opens in [10 * HOUR, 14 * HOUR] {
            let at = calendar.at(days_ago, random.between(opens, opens + 3 * HOUR));
            let customer = random.index(CUSTOMERS.len());
            let (ends, event) = if random.percent(40) {
                (at.plus_seconds(PASSING_HOLD_SECONDS / 2), Event::Release)
            } else {
                (at.plus_seconds(PASSING_HOLD_SECONDS), Event::Lapse)
            };
            // What still runs at the end stands in HOLDS.
            if ends < calendar.now {
                plan.events.push((at, Event::PassingHold { customer }));
                plan.events.push((ends, event));
            }
        }
    }
}
