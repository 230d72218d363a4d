//! The window opens, whatever it finds.

use std::process::{Command, Stdio};

use harness::{Scene, built_program, button, link, tell, text};

#[test]
fn a_first_start_opens_an_empty_store() {
    tell(Scene::new("first-start"), |window, _| async move {
        for room in ["Orders", "Holds", "Stock", "Audit", "Settings"] {
            window.see(link(room)).await;
        }
        window.screenshot("first-start").await;
    });
}

#[test]
fn a_missing_store_is_refused_until_it_is_there() {
    // Named by hand and not there: it must not become an empty store without being asked.
    let scene = Scene::new("missing").with_arguments(&[]);
    let store = scene.store().to_owned();
    let helper = Scene::new("missing-helper").with_sample(3, 0);
    let sample = helper.store().to_owned();
    tell(scene, |window, _| async move {
        window.see(text("The store could not be opened")).await;
        window.screenshot("store-missing").await;
        assert!(!store.exists(), "a refusal made a file");

        std::fs::copy(&sample, &store).expect("the stick is plugged in");
        window.click(button("Try again")).await;
        window.see(link("Orders")).await;
    });
}

#[test]
fn the_demo_is_a_file_of_its_own_and_says_so() {
    let scene = Scene::new("demo").with_arguments(&["--demo"]);
    let (real, demo) = (scene.store().to_owned(), scene.store().with_file_name("demo.stockroom"));
    tell(scene, |window, _| async move {
        window.see(text("demo")).await;
        window.see(link("Orders")).await;
        window.screenshot("demo").await;
        assert!(demo.exists() && !real.exists(), "the demo touched the real store");
    });
}

#[test]
fn a_second_start_of_the_same_store_leaves_it_to_the_first() {
    let scene = Scene::new("second-start");
    let mut second = Command::new(built_program("stockroom-desktop"));
    scene.dress(&mut second);
    second.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    tell(scene, |window, _| async move {
        window.see(link("Orders")).await;
        let mut second = second.spawn().expect("the program starts a second time");
        let ended = window
            .until("the second start gone", || {
                let ended = second.try_wait().expect("it is our child");
                async move { ended }
            })
            .await;
        assert!(ended.success(), "the second start ended with {ended}");
        assert!(window.shows(link("Orders")).await, "the first window stays");
    });
}
