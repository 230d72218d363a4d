//! The disk is full, a write fails, a command of ours panics: what was answered is kept, what was refused is not, and
//! the others in the same transaction keep their work.

mod support;

use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use stockroom_core::db::{Act, Committed, Told, Uow, Work};
use stockroom_core::kernel::{Failure, Refusal};
use support::{Shop, column};

/// Pieces of good work in a batch with a bad one.
const GOOD: usize = 16;
/// Tries to get a batch that has both: while the writer is kept busy, all of them are waiting, or nearly always.
const TRIES: usize = 50;

/// Writes a row that a test can look for.
fn write_row(uow: &mut Uow<'_>, name: &str) -> Result<(), Failure> {
    uow.change_one("INSERT INTO job (name, schedule) VALUES (?1, 'never')", [name])
}

/// How a batch of one bad and many good pieces of work ended.
struct Batch {
    bad: Committed,
    good: Vec<Committed>,
    /// How often each good piece ran.
    runs: Vec<usize>,
}

/// Keeps the writer busy while one bad and many good pieces of work gather behind it.
fn together(shop: &Shop, round: usize, bad: impl Fn(&mut Uow<'_>) -> Result<Told, Failure> + Send + 'static) -> Batch {
    let core = &shop.core;
    let actor = &shop.session.actor;
    let (open_gate, gate) = channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let here = Barrier::new(GOOD + 2);
    std::thread::scope(|scope| {
        let busy = scope.spawn(move || {
            let wait: Work = Box::new(move |_| {
                // The sender going away opens the gate too.
                let _ = gate.lock().expect("the gate").recv();
                Ok(Told(String::new()))
            });
            core.work(actor, Act::default(), wait)
        });
        let good: Vec<_> = (0..GOOD)
            .map(|n| {
                let here = &here;
                scope.spawn(move || {
                    let runs = Arc::new(AtomicUsize::new(0));
                    let count = runs.clone();
                    let work: Work = Box::new(move |uow| {
                        count.fetch_add(1, Ordering::SeqCst);
                        write_row(uow, &format!("good {round} {n}"))?;
                        Ok(Told("kept".to_owned()))
                    });
                    here.wait();
                    (core.work(actor, Act::default(), work), runs.load(Ordering::SeqCst))
                })
            })
            .collect();
        let bad = scope.spawn({
            let here = &here;
            move || {
                here.wait();
                core.work(actor, Act::default(), Box::new(bad))
            }
        });
        here.wait();
        drop(open_gate);
        assert!(matches!(busy.join().expect("a thread"), Committed::Told(_)));
        let (good, runs) = good.into_iter().map(|thread| thread.join().expect("a thread")).unzip();
        Batch { bad: bad.join().expect("a thread"), good, runs }
    })
}

fn rows(shop: &Shop, like: &str) -> Vec<String> {
    column(&shop.look(), &format!("SELECT name FROM job WHERE name LIKE '{like}' ORDER BY name"))
}

/// Every good piece of a batch was kept; nothing of the bad one was.
fn only_the_good_is_kept(shop: &Shop, round: usize, batch: &Batch) {
    for answer in &batch.good {
        assert!(matches!(answer, Committed::Told(text) if text == "kept"), "{answer:?}");
    }
    assert_eq!(rows(shop, &format!("good {round} %")).len(), GOOD);
    assert_eq!(rows(shop, "bad%"), Vec::<String>::new());
}

/// No page can be added to the file while `work` runs.
fn on_a_full_disk<T>(uow: &mut Uow<'_>, work: impl FnOnce(&mut Uow<'_>) -> T) -> T {
    let limit = |uow: &Uow<'_>, pages: i64| {
        uow.conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("a limit");
    };
    let pages = uow.conn.pragma_query_value(None, "page_count", |row| row.get(0)).expect("a count");
    limit(uow, pages);
    let done = work(uow);
    limit(uow, 1 << 30);
    done
}

#[test]
fn a_full_disk_inside_a_batch_takes_the_others_along_and_they_are_run_again() {
    let shop = Shop::open();
    let mut rerun = false;
    for round in 0..TRIES {
        let batch = together(&shop, round, |uow| {
            write_row(uow, "bad before")?;
            // One row without a statement journal: SQLite gives up the whole transaction.
            let full = on_a_full_disk(uow, |uow| {
                uow.change_one("INSERT INTO job (name, schedule) VALUES ('bad', printf('%.*c', 3000000, 'x'))", [])
            });
            assert!(uow.conn.is_autocommit(), "the transaction of the others is gone, or this shows nothing");
            full.map(|()| Told(String::new()))
        });
        assert!(
            matches!(&batch.bad, Committed::Refused(refusal) if matches!(**refusal, Refusal::DiskFull { .. })),
            "{:?}",
            batch.bad
        );
        only_the_good_is_kept(&shop, round, &batch);
        rerun = batch.runs.iter().any(|runs| *runs > 1);
        if rerun {
            break;
        }
    }
    assert!(rerun, "no good work was ever in a batch with the bad");
    shop.doctor();
}

#[test]
fn a_full_disk_that_takes_back_one_statement_takes_back_its_command_alone() {
    let shop = Shop::open();
    for round in 0..3 {
        let batch = together(&shop, round, |uow| {
            write_row(uow, "bad before")?;
            let full = on_a_full_disk(uow, |uow| {
                uow.change(
                    "INSERT INTO job (name, schedule)
                     SELECT 'bad ' || value, printf('%.*c', 300000, 'x') FROM json_each('[1,2,3,4,5,6,7,8,9]')",
                    [],
                )
            });
            full.map(|_| Told(String::new()))
        });
        assert!(
            matches!(&batch.bad, Committed::Refused(refusal) if matches!(**refusal, Refusal::DiskFull { .. })),
            "{:?}",
            batch.bad
        );
        only_the_good_is_kept(&shop, round, &batch);
    }
    shop.doctor();
}

/// One part of a work that is refused is taken back; the others and what is around them stay.
#[test]
fn a_part_that_is_refused_is_taken_back_alone() {
    let shop = Shop::open();
    let work: Work = Box::new(|uow| {
        write_row(uow, "whole before")?;
        for (name, is_good) in [("part one", true), ("part two", false), ("part three", true)] {
            let ended = uow.apart(|uow| {
                write_row(uow, name)?;
                if is_good { Ok(()) } else { Err(Refusal::Busy { what: "It".to_owned() }.into()) }
            })?;
            assert_eq!(ended.is_ok(), is_good);
        }
        write_row(uow, "whole after")?;
        Ok(Told(String::new()))
    });
    assert!(matches!(shop.core.work(&shop.session.actor, Act::default(), work), Committed::Told(_)));
    assert_eq!(rows(&shop, "part%"), ["part one", "part three"]);
    assert_eq!(rows(&shop, "whole%"), ["whole after", "whole before"]);
}

type Part = fn(&mut Uow<'_>) -> Result<(), Failure>;

/// Whatever else goes wrong in a part is the whole work's: nothing of it is kept.
#[test]
fn a_part_that_fails_otherwise_takes_the_whole_work_with_it() {
    let shop = Shop::open();
    let parts: [Part; 4] = [
        |uow| {
            on_a_full_disk(uow, |uow| {
                uow.change_one("INSERT INTO job (name, schedule) VALUES ('bad', printf('%.*c', 3000000, 'x'))", [])
            })
        },
        // Somebody who takes a lost transaction for a refusal.
        |uow| {
            let lost = on_a_full_disk(uow, |uow| {
                uow.change_one("INSERT INTO job (name, schedule) VALUES ('bad', printf('%.*c', 3000000, 'x'))", [])
            });
            lost.map_err(|_| Refusal::Busy { what: "It".to_owned() }.into())
        },
        |_| Err(Failure::Bug("a bug of ours".to_owned())),
        |_| panic!("a panic of ours"),
    ];
    for part in parts {
        let work: Work = Box::new(move |uow| {
            write_row(uow, "bad before")?;
            uow.apart(|uow| {
                write_row(uow, "bad part")?;
                part(uow)
            })?
            .map_err(Failure::Refused)?;
            Ok(Told(String::new()))
        });
        let ended = shop.core.work(&shop.session.actor, Act::default(), work);
        assert!(!matches!(ended, Committed::Told(_)), "{ended:?}");
        assert_eq!(rows(&shop, "bad%"), Vec::<String>::new());
    }
    shop.doctor();
}

#[test]
fn a_panic_inside_a_command_takes_back_that_command_alone() {
    let mut shop = Shop::open();
    for round in 0..3 {
        let batch = together(&shop, round, |uow| {
            write_row(uow, "bad before")?;
            panic!("a bug of ours");
        });
        assert!(matches!(&batch.bad, Committed::Incident(number) if number.starts_with("INC-")), "{:?}", batch.bad);
        only_the_good_is_kept(&shop, round, &batch);
        assert!(batch.runs.iter().all(|runs| *runs == 1), "{:?}", batch.runs);
    }
    shop.play("receive tea 5\n hold R1 tea 1\n doctor");
}

/// A piece of work that ends the transaction itself, which none of ours does, is refused and the others run again.
#[test]
fn a_command_that_ends_the_transaction_keeps_nothing() {
    let shop = Shop::open();
    let batch = together(&shop, 0, |uow| {
        write_row(uow, "bad before")?;
        uow.conn.execute_batch("ROLLBACK")?;
        Ok(Told("kept".to_owned()))
    });
    assert!(!matches!(batch.bad, Committed::Told(_)), "{:?}", batch.bad);
    only_the_good_is_kept(&shop, 0, &batch);
    shop.doctor();
}

// ---- a file system that takes no more ------------------------------------------------------------------

/// In a process of its own, whose files may not grow beyond a limit: a write beyond it fails as on a full disk.
#[cfg(unix)]
// What it says goes to the process that started it.
#[allow(clippy::print_stdout)]
mod limited {
    use super::*;
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::process::Command;
    use stockroom_core::{Core, OpenOptions};
    use support::{Answer, doctor, new_id};

    /// Names the store to the process whose disk is full.
    const STORE: &str = "STOCKROOM_TEST_FULL_DISK_STORE";
    /// Blocks of 512 bytes in 1 MB.
    const MEGABYTE: u32 = 2048;

    /// Runs a test of this binary again in a process whose files end at the limit. Gives what it said.
    fn on_a_small_disk(test: &str, store: &Path, blocks: u32) -> String {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let output = Command::new("sh")
            .args(["-c", &script])
            .arg(std::env::current_exe().expect("this test"))
            .args(["--exact", test, "--nocapture"])
            .env(STORE, store)
            .output()
            .expect("the process runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    fn call(core: &Core, command: &str, payload: &serde_json::Value) -> Answer {
        Answer::parse(core.dispatch(&core.owner_session(), command, &new_id(), &payload.to_string()))
    }

    #[test]
    fn what_a_full_disk_refuses_is_not_there_and_the_rest_is() {
        if let Some(store) = std::env::var_os(STORE) {
            return write_on_a_full_disk(Path::new(&store));
        }
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("shop.stockroom");
        drop(Core::open(OpenOptions::new(&path).create(true).background(false)).expect("a store"));
        let said =
            on_a_small_disk("limited::what_a_full_disk_refuses_is_not_there_and_the_rest_is", &path, 3 * MEGABYTE);

        let core = Core::open(OpenOptions::new(&path).background(false)).expect("it opens with room again");
        doctor(&core);
        let conn = rusqlite::Connection::open(&path).expect("the store");
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for line in said.lines() {
            let Some((id, end)) = line.strip_prefix("told ").and_then(|told| told.split_once(' ')) else { continue };
            let id = uuid::Uuid::parse_str(id).expect("an id");
            let kept: bool = conn
                .query_row("SELECT EXISTS (SELECT 1 FROM request WHERE id = ?1)", [id.as_bytes().as_slice()], |row| {
                    row.get(0)
                })
                .expect("an answer");
            assert_eq!(kept, end == "ok", "{id} was told {end}");
            *counts.entry(end).or_default() += 1;
        }
        let refused: usize = ["DISK_FULL", "DISK_ERROR"].iter().filter_map(|code| counts.get(code)).sum();
        assert!(counts.get("ok").is_some_and(|ok| *ok > 20) && refused > 0, "{counts:?}");
        assert_eq!(counts.values().sum::<usize>(), counts["ok"] + refused, "no other end: {counts:?}");
        let tea = json!({ "name": "more", "sku": "more", "price": "1.00" });
        call(&core, "product_create", &tea).done();
    }

    fn write_on_a_full_disk(path: &Path) {
        let core = Core::open(OpenOptions::new(path)).expect("the store opens");
        let tea = call(&core, "product_create", &json!({ "name": "tea", "sku": "tea", "price": "1.00" })).done();
        let variant = tea["variants"][0]["id"].clone();
        std::thread::scope(|scope| {
            for writer in 0..6 {
                let (core, variant) = (&core, &variant);
                scope.spawn(move || {
                    // Two of them write much, the others little: a batch has both, and only the large may be too much.
                    let note = "x".repeat(if writer < 2 { 2_000 } else { 10 });
                    let lines = vec![json!({ "variantId": variant, "quantity": 1 }); if writer < 2 { 30 } else { 1 }];
                    let request = json!({ "lines": lines, "note": note }).to_string();
                    for _ in 0..40 {
                        let id = new_id();
                        let text = core.dispatch(&core.owner_session(), "stock_receive", &id, &request);
                        println!("\ntold {id} {}", Answer::parse(text).said());
                    }
                });
            }
        });
        // What can be read can still be read.
        call(&core, "stock_list", &json!({})).done();
    }

    #[test]
    fn a_full_disk_during_an_export_or_a_backup_leaves_nothing_and_loses_nothing() {
        if let Some(store) = std::env::var_os(STORE) {
            return export_on_a_full_disk(Path::new(&store));
        }
        let mut shop = Shop::open();
        shop.play("receive tea 10\n order O1 tea 1");
        shop.tamper()
            .execute(
                "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
                 INSERT INTO orders (row_no, seq, id, number, status, priority, customer_id, customer_name,
               customer_email, customer_phone, location_id, fulfilment, address, promised_on, line_count, items, subtotal,
               discount, tax, total, note, rejection, hold_seconds, staff_id, created_at, status_at, row_version)
             SELECT i, i, randomblob(16), printf('2026-%06d', i), status, priority, customer_id,
                   customer_name, customer_email, customer_phone, location_id, fulfilment, address, promised_on,
                   line_count, items, subtotal, discount, tax, total, note, rejection, hold_seconds, staff_id,
                   created_at + i, status_at, row_version
                 FROM n, orders WHERE orders.row_no = 1",
                [],
            )
            .expect("orders");
        shop.core.close();
        let said = on_a_small_disk(
            "limited::a_full_disk_during_an_export_or_a_backup_leaves_nothing_and_loses_nothing",
            &shop.path,
            MEGABYTE,
        );
        assert!(said.contains("refused both"), "{said}");
        shop.reopen();
        assert_eq!(shop.number("SELECT count(*) FROM orders"), 12_000);
        assert_eq!(
            shop.number("SELECT count(*) FROM audit_entry WHERE action IN ('export_written', 'backup_written')"),
            0
        );
    }

    fn export_on_a_full_disk(path: &Path) {
        let core = Core::open(OpenOptions::new(path).background(false)).expect("the store opens");
        let folder = path.parent().expect("a folder");
        let here = || -> Vec<String> {
            let mut names: Vec<String> = std::fs::read_dir(folder)
                .expect("the folder")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .collect();
            names.sort_unstable();
            names
        };
        let place = folder.join("orders.csv");
        std::fs::write(&place, "the export of yesterday").expect("written");
        let before = here();
        let token = core.grant_destination(place.clone()).expect("a place");
        call(&core, "orders_export", &json!({ "destination": token })).refused("DISK_FULL");
        assert_eq!(std::fs::read_to_string(&place).expect("the file"), "the export of yesterday");
        let token = core.grant_destination(folder.join("copy.stockroom")).expect("a place");
        let answer = call(&core, "backup_now", &json!({ "destination": token }));
        assert!(matches!(answer.said(), "DISK_FULL" | "DISK_ERROR"), "{}", answer.text);
        assert_eq!(here(), before, "nothing half is left");
        call(&core, "stock_list", &json!({})).done();
        println!("\nrefused both");
    }
}
