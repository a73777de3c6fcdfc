//! The questions of the morning meeting, each answered in at most two keys: the keys, and words of the answer that stand
//! on the screen of the real plan on 2022-02-10. The README shows this very table.

use guatu::app::Screen;

/// A question and where its answer stands.
pub(crate) struct Question {
    /// The screen that answers it.
    pub(crate) screen: Screen,
    /// What is asked, in English and in Chinese.
    pub(crate) asked: [&'static str; 2],
    /// The keys, from the start.
    pub(crate) keys: &'static str,
    /// Words of the answer, in English and in Chinese.
    pub(crate) answer: [&'static [&'static str]; 2],
}

/// The questions, in the order of the screens.
pub(crate) const QUESTIONS: [Question; 13] = [
    Question {
        screen: Screen::Plans,
        asked: ["How do all plans stand, and which is worst?", "全部方案怎么样，哪个最差？"],
        keys: "0",
        answer: [&["progress 20.9% (of 194)", "15/195"], &["平均进度 20.9%（194 项）", "15/195"]],
    },
    Question {
        screen: Screen::Overview,
        asked: ["How do we stand?", "总体怎么样？"],
        keys: "1",
        answer: [&["20.9%", "15 of 195", "red 6"], &["20.9%", "15 / 195 项", "红 6"]],
    },
    Question {
        screen: Screen::Tree,
        asked: ["Where in the plan does it go wrong?", "方案的哪一章出了问题？"],
        keys: "2",
        answer: [&["二、Key tasks", "22% ✖6 ▴7"], &["二、重点任务", "22% ✖6 ▴7"]],
    },
    Question {
        screen: Screen::Overdue,
        asked: ["What is late, worst first, whose, since when?", "哪些晚了，最晚的在前，是谁的，从哪天起？"],
        keys: "3",
        answer: [
            &["11 days overdue  16-1", "Administration for Market Regulation", "2022-01-30"],
            &["逾期 11 天", "16-1", "市市场监管局", "2022-01-30"],
        ],
    },
    Question {
        screen: Screen::Overdue,
        asked: ["Why is that so, by which dates?", "为什么，日期怎么来的？"],
        keys: "3x",
        answer: [&["the unit's own commitment counts", "Light: red"], &["市市场监管局自报的时限", "红"]],
    },
    Question {
        screen: Screen::Rules,
        asked: [
            "How many days are left for the 20-day rules, how many are out?",
            "20日细则还剩几天，公布了几件？",
        ],
        keys: "4",
        answer: [
            &["6 days left", "published 4 of 14", "undetermined 20"],
            &["剩 6 天", "已公布 4 / 14", "待认定 20"],
        ],
    },
    Question {
        screen: Screen::Week,
        asked: ["Who owes what this week and next, whom do I call?", "本周下周谁该办什么，找谁？"],
        keys: "5",
        answer: [&["due today", "Tax Service", "0571-00000000"], &["今日到期", "市税务局", "0571-00000000"]],
    },
    Question {
        screen: Screen::Week,
        asked: ["What do I send the unit?", "给该单位的催办单？"],
        keys: "5c",
        answer: [&["Reminder", "To: Administration for Market Regulation"], &["催办单", "现予提醒"]],
    },
    Question {
        screen: Screen::Units,
        asked: ["Which unit is silent, and for how long?", "哪家没有报送，多久了？"],
        keys: "6",
        answer: [&["Civil Affairs Bureau", "35 d silent"], &["市民政局", "超期 35 天"]],
    },
    Question {
        screen: Screen::Timeline,
        asked: ["What runs when, what comes next?", "什么时候办什么，接下来是什么？"],
        keys: "7",
        answer: [&["02-10", "（三）"], &["02-10", "（三）"]],
    },
    Question {
        screen: Screen::Timeline,
        asked: ["On which days does much fall due?", "哪些天到期的多？"],
        keys: "7v",
        answer: [&["2022-02  22 due"], &["2022年2月  22 项"]],
    },
    Question {
        screen: Screen::Changes,
        asked: ["What has changed?", "改了什么？"],
        keys: "8",
        answer: [&["since the start: 0", "since 02-09 (a day)"], &["开屏以来：0 项", "自 02-09（一天）"]],
    },
    Question {
        screen: Screen::Findings,
        asked: ["What is wrong in the files, at which line?", "文件哪里写错了，第几行？"],
        keys: "9",
        answer: [&["jtj.yaml:18:34", "done without evidence"], &["jtj.yaml:18:34", "完成但无佐证"]],
    },
];
