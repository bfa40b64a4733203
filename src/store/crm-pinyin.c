/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Readings of Han characters in their place, and the splitting of typed letters into syllables. Both
 * stand on the generated table (crm-pinyin-generate.c) and the short lists of exceptions below, which
 * hold what matters for names of people, companies and places. Stateless; any thread. */

#include "crm-pinyin.h"

#include <string.h>

/* clang-format off */

/* Surnames whose reading differs from the character's usual one. */
static const struct { const char *han; const char *reading; } surnames[] = {
  { "单", "shan" },  { "曾", "zeng" },  { "解", "xie" },   { "仇", "qiu" },   { "朴", "piao" },
  { "查", "zha" },   { "区", "ou" },    { "盖", "ge" },    { "任", "ren" },   { "华", "hua" },
  { "尉迟", "yu chi" }, { "万俟", "mo qi" }, { "长孙", "zhang sun" }, { "宿", "su" }, { "乐", "yue" },
  { "覃", "qin" },   { "缪", "miao" },  { "折", "she" },   { "种", "chong" }, { "召", "shao" },
  { "员", "yun" },   { "冼", "xian" },  { "秘", "bi" },    { "翟", "zhai" },  { "黑", "he" },
  { "繁", "po" },    { "逄", "pang" },  { "过", "guo" },   { "哈", "ha" },    { "纪", "ji" },
  { "洗", "xian" },  { "祭", "zhai" },  { "瞿", "qu" },    { "晁", "chao" },  { "车", "che" },
  { "隗", "wei" },   { "燕", "yan" },   { "牟", "mu" },    { "宁", "ning" },  { "沈", "shen" },
  { "石", "shi" },   { "贾", "jia" },   { "谌", "chen" },  { "阚", "kan" },   { "葛", "ge" },
  { "尹", "yin" },   { "令狐", "ling hu" }, { "澹台", "tan tai" }, { "皇甫", "huang fu" },
  { "单于", "chan yu" }, { "夏侯", "xia hou" }, { "呼延", "hu yan" }, { "亓", "qi" }, { "卜", "bu" },
  { "柏", "bai" },   { "鲍", "bao" },   { "郗", "xi" },    { "郇", "xun" },   { "臧", "zang" },
  { "么", "yao" },   { "乜", "nie" },   { "佘", "she" },   { "句", "gou" },   { "眭", "sui" },
  { "厍", "she" },   { "妫", "gui" },   { "殷", "yin" },   { "娄", "lou" },   { "盛", "sheng" },
  { "应", "ying" },  { "相", "xiang" }, { "曲", "qu" },    { "翁", "weng" },  { "俞", "yu" },
};

/* Words in which a character is not read as it usually is; longer ones first where one begins another. */
static const struct { const char *han; const char *reading; } words[] = {
  { "重庆", "chong qing" }, { "重阳", "chong yang" }, { "重新", "chong xin" }, { "重复", "chong fu" },
  { "银行", "yin hang" }, { "行业", "hang ye" }, { "商行", "shang hang" }, { "车行", "che hang" },
  { "洋行", "yang hang" }, { "同行", "tong hang" }, { "分行", "fen hang" }, { "支行", "zhi hang" },
  { "总行", "zong hang" }, { "央行", "yang hang" }, { "招行", "zhao hang" }, { "建行", "jian hang" },
  { "工行", "gong hang" }, { "农行", "nong hang" }, { "中行", "zhong hang" }, { "投行", "tou hang" },
  { "厦门", "xia men" }, { "大厦", "da sha" }, { "商厦", "shang sha" }, { "广厦", "guang sha" },
  { "蚌埠", "beng bu" }, { "台州", "tai zhou" }, { "天台", "tian tai" }, { "六安", "lu an" },
  { "六合", "lu he" }, { "丽水", "li shui" }, { "铅山", "yan shan" }, { "番禺", "pan yu" },
  { "东莞", "dong guan" }, { "莞城", "guan cheng" }, { "柏林", "bo lin" }, { "亳州", "bo zhou" },
  { "大埔", "da bu" }, { "黄埔", "huang pu" }, { "青浦", "qing pu" }, { "闵行", "min hang" },
  { "莘庄", "xin zhuang" }, { "洪洞", "hong tong" }, { "燕山", "yan shan" }, { "燕京", "yan jing" },
  { "乐亭", "lao ting" }, { "乐清", "yue qing" }, { "乐山", "le shan" }, { "阿房", "e pang" },
  { "东阿", "dong e" }, { "涡阳", "guo yang" }, { "解放", "jie fang" }, { "会稽", "kuai ji" },
  { "会计", "kuai ji" }, { "音乐", "yin yue" }, { "乐器", "yue qi" }, { "乐团", "yue tuan" },
  { "乐队", "yue dui" }, { "声乐", "sheng yue" }, { "快乐", "kuai le" }, { "娱乐", "yu le" },
  { "成都", "cheng du" }, { "首都", "shou du" }, { "都市", "du shi" }, { "京都", "jing du" },
  { "西藏", "xi zang" }, { "藏族", "zang zu" }, { "收藏", "shou cang" }, { "朝阳", "chao yang" },
  { "朝鲜", "chao xian" }, { "长安", "chang an" }, { "长沙", "chang sha" }, { "长春", "chang chun" },
  { "长江", "chang jiang" }, { "长城", "chang cheng" }, { "长虹", "chang hong" }, { "长远", "chang yuan" },
  { "校长", "xiao zhang" }, { "部长", "bu zhang" }, { "局长", "ju zhang" }, { "处长", "chu zhang" },
  { "科长", "ke zhang" }, { "行长", "hang zhang" }, { "董事长", "dong shi zhang" }, { "院长", "yuan zhang" },
  { "市长", "shi zhang" }, { "家长", "jia zhang" }, { "成长", "cheng zhang" }, { "增长", "zeng zhang" },
  { "店长", "dian zhang" }, { "会长", "hui zhang" }, { "组长", "zu zhang" }, { "厂长", "chang zhang" },
  { "传记", "zhuan ji" }, { "自传", "zi zhuan" }, { "重量", "zhong liang" }, { "重工", "zhong gong" },
  { "调查", "diao cha" }, { "调研", "diao yan" }, { "调度", "diao du" }, { "空调", "kong tiao" },
  { "参差", "cen ci" }, { "人参", "ren shen" }, { "海参", "hai shen" }, { "出差", "chu chai" },
  { "给水", "ji shui" }, { "供给", "gong ji" }, { "自给", "zi ji" }, { "角色", "jue se" },
  { "率先", "shuai xian" }, { "效率", "xiao lv" }, { "利率", "li lv" }, { "税率", "shui lv" },
  { "的士", "di shi" }, { "目的", "mu di" }, { "还有", "hai you" }, { "宝藏", "bao zang" },
  { "模具", "mu ju" }, { "模样", "mu yang" }, { "供应", "gong ying" }, { "应用", "ying yong" },
  { "车站", "che zhan" }, { "石家庄", "shi jia zhuang" }, { "单位", "dan wei" }, { "简单", "jian dan" },
  { "订单", "ding dan" }, { "曾经", "ceng jing" }, { "查询", "cha xun" }, { "检查", "jian cha" },
  { "地区", "di qu" }, { "区域", "qu yu" }, { "开发区", "kai fa qu" }, { "中华", "zhong hua" },
  { "数据", "shu ju" }, { "便宜", "pian yi" }, { "方便", "fang bian" }, { "省城", "sheng cheng" },
  { "可汗", "ke han" }, { "龟兹", "qiu ci" }, { "吐蕃", "tu bo" }, { "月氏", "yue zhi" },
  { "尽管", "jin guan" }, { "强大", "qiang da" }, { "削减", "xue jian" }, { "投降", "tou xiang" },
  { "下降", "xia jiang" }, { "血液", "xue ye" }, { "流血", "liu xue" }, { "着重", "zhuo zhong" },
  { "沈阳", "shen yang" }, { "什么", "shen me" }, { "伽利略", "jia li lve" }, { "瑜伽", "yu jia" },
};

/* Characters that are often read in another way than the table says: both are searched. */
static const struct { const char *han; const char *reading; } seconds[] = {
  { "重", "chong" }, { "行", "hang" }, { "乐", "yue" }, { "长", "zhang" }, { "长", "chang" },
  { "乐", "le" }, { "行", "xing" }, { "重", "zhong" }, { "朝", "zhao" }, { "朝", "chao" },
  { "都", "dou" }, { "都", "du" }, { "传", "zhuan" }, { "传", "chuan" }, { "调", "diao" },
  { "调", "tiao" }, { "厦", "sha" }, { "厦", "xia" }, { "藏", "zang" }, { "藏", "cang" },
  { "会", "kuai" }, { "会", "hui" }, { "参", "shen" }, { "参", "can" }, { "率", "lv" },
  { "率", "shuai" }, { "盛", "cheng" }, { "盛", "sheng" }, { "曾", "ceng" }, { "曾", "zeng" },
  { "单", "dan" }, { "单", "shan" }, { "石", "shi" }, { "石", "dan" }, { "柏", "bo" }, { "柏", "bai" },
  { "贾", "gu" }, { "贾", "jia" }, { "宁", "ning" }, { "卜", "bu" }, { "葛", "ge" }, { "纪", "ji" },
  { "强", "jiang" }, { "强", "qiang" }, { "降", "xiang" }, { "降", "jiang" }, { "覃", "tan" },
  { "覃", "qin" }, { "翟", "di" }, { "翟", "zhai" }, { "莞", "wan" }, { "莞", "guan" },
  { "埔", "bu" }, { "埔", "pu" }, { "车", "ju" }, { "车", "che" }, { "露", "lou" }, { "露", "lu" },
  { "茜", "xi" }, { "茜", "qian" }, { "婷", "ting" }, { "瑢", "rong" }, { "晟", "cheng" },
  { "晟", "sheng" }, { "莘", "xin" }, { "莘", "shen" }, { "骁", "xiao" }, { "漯", "luo" },
  { "漯", "ta" }, { "便", "pian" }, { "便", "bian" }, { "量", "liang" }, { "给", "ji" },
  { "给", "gei" }, { "还", "hai" }, { "还", "huan" }, { "没", "mei" }, { "没", "mo" }, { "什", "shen" },
  { "什", "shi" }, { "地", "di" }, { "的", "de" }, { "得", "de" }, { "了", "le" }, { "着", "zhe" },
  { "六", "liu" }, { "六", "lu" }, { "角", "jiao" }, { "角", "jue" }, { "模", "mo" }, { "模", "mu" },
  { "应", "ying" }, { "尉", "wei" }, { "尉", "yu" }, { "蕃", "fan" }, { "番", "fan" }, { "番", "pan" },
  { "大", "da" }, { "大", "dai" }, { "血", "xue" }, { "血", "xie" }, { "薄", "bo" }, { "薄", "bao" },
  { "色", "se" }, { "差", "cha" }, { "差", "chai" }, { "扁", "bian" }, { "仔", "zi" }, { "仔", "zai" },
};
/* clang-format on */

#define MAX_WORD    3
#define MAX_LETTERS 48

typedef struct
{
  guint n;
  gunichar han[MAX_WORD];
  const char *reading[MAX_WORD];
} Entry;

/* First character -> the entries that begin with it (GArray of Entry). */
static GHashTable *word_table;
static GHashTable *surname_table;
static GHashTable *second_table;

/* The syllable of the generated table that begins at `text` and ends at a space or the end. */
static const char *
intern_syllable (const char *text, gsize length)
{
  guint low = 1, high = crm_pinyin_n_syllables;

  while (low <= high)
    {
      guint middle = (low + high) / 2;
      int order = strncmp (crm_pinyin_syllables[middle], text, length);

      if (order == 0 && crm_pinyin_syllables[middle][length] != '\0')
        order = 1;
      if (order == 0)
        return crm_pinyin_syllables[middle];
      if (order < 0)
        low = middle + 1;
      else
        high = middle - 1;
    }
  return text[length] == '\0' ? text : NULL; /* of one syllable only, so it ends where it should */
}

static void
add_entry (GHashTable *table, const char *han, const char *reading)
{
  Entry entry = { 0 };
  GArray *entries;
  const char *space;

  for (const char *p = han; *p != '\0' && entry.n < MAX_WORD; p = g_utf8_next_char (p))
    {
      space = strchrnul (reading, ' ');
      entry.han[entry.n] = g_utf8_get_char (p);
      entry.reading[entry.n++] = intern_syllable (reading, (gsize) (space - reading));
      reading = *space != '\0' ? space + 1 : space;
    }
  entries = g_hash_table_lookup (table, GUINT_TO_POINTER (entry.han[0]));
  if (entries == NULL)
    {
      entries = g_array_new (FALSE, FALSE, sizeof (Entry));
      g_hash_table_insert (table, GUINT_TO_POINTER (entry.han[0]), entries);
    }
  g_array_append_val (entries, entry);
}

/* Built once, kept for the life of the process. */
static void
ensure_tables (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  word_table = g_hash_table_new (NULL, NULL);
  surname_table = g_hash_table_new (NULL, NULL);
  second_table = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    add_entry (word_table, words[i].han, words[i].reading);
  for (guint i = 0; i < G_N_ELEMENTS (surnames); i++)
    add_entry (surname_table, surnames[i].han, surnames[i].reading);
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    add_entry (second_table, seconds[i].han, seconds[i].reading);
  g_once_init_leave (&once, 1);
}

static void
add_reading (CrmReading *reading, const char *syllable)
{
  if (syllable == NULL || *syllable == '\0' || reading->n == CRM_PINYIN_MAX_READINGS)
    return;
  for (guint i = 0; i < reading->n; i++)
    if (strcmp (reading->syllable[i], syllable) == 0)
      return;
  reading->syllable[reading->n++] = syllable;
}

/* The longest entry that begins at `han`. */
static const Entry *
find_entry (GHashTable *table, const gunichar *han, guint n)
{
  GArray *entries = g_hash_table_lookup (table, GUINT_TO_POINTER (han[0]));
  const Entry *best = NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (entry->n <= n && memcmp (entry->han, han, entry->n * sizeof (gunichar)) == 0 &&
          (best == NULL || entry->n > best->n))
        best = entry;
    }
  return best;
}

static void
read_character (gunichar simplified, gunichar original, CrmReading *reading)
{
  GArray *more = g_hash_table_lookup (second_table, GUINT_TO_POINTER (simplified));

  if (original >= CRM_PINYIN_FIRST && original <= CRM_PINYIN_LAST)
    add_reading (reading, crm_pinyin_syllables[crm_pinyin_readings[original - CRM_PINYIN_FIRST]]);
  for (guint i = 0; more != NULL && i < more->len; i++)
    add_reading (reading, g_array_index (more, Entry, i).reading[0]);
}

/* Keyboards type lü as "lv", passports as "lu": the second is searched as well. */
static void
add_without_v (CrmReading *reading)
{
  static const char *const pairs[][2] = {
    { "lv", "lu" }, { "nv", "nu" }, { "lve", "lue" }, { "nve", "nue" }
  };

  for (guint i = 0; i < reading->n; i++)
    for (guint p = 0; p < G_N_ELEMENTS (pairs); p++)
      if (strcmp (reading->syllable[i], pairs[p][0]) == 0)
        add_reading (reading, pairs[p][1]);
}

void
crm_pinyin_read (const gunichar *simplified, const gunichar *original, guint n,
                 CrmReading *readings)
{
  const Entry *entry;
  guint known = 0; /* readings of words reach to here */

  ensure_tables ();
  for (guint i = 0; i < n; i++)
    readings[i].n = 0;
  for (guint i = 0; i < n; i++)
    {
      if (i < known)
        continue;
      entry = find_entry (word_table, simplified + i, n - i);
      if (entry == NULL)
        {
          read_character (simplified[i], original[i], &readings[i]);
          continue;
        }
      for (guint k = 0; k < entry->n; k++)
        add_reading (&readings[i + k], entry->reading[k]);
      known = i + entry->n;
    }
  if (n > 0 && (entry = find_entry (surname_table, simplified, n)) != NULL)
    for (guint k = 0; k < entry->n; k++)
      add_reading (&readings[k], entry->reading[k]);
  for (guint i = 0; i < n; i++)
    add_without_v (&readings[i]);
}

/* ---- splitting typed letters ---- */

static GHashTable *syllable_set;
static GHashTable *begun_set; /* every prefix of a syllable */

static void
ensure_syllables (void)
{
  static gsize once;
  static const char *const more[] = { "lue", "nue", "lve", "nve", "lv", "nv" };

  if (!g_once_init_enter (&once))
    return;
  syllable_set = g_hash_table_new (g_str_hash, g_str_equal);
  begun_set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 1; i <= crm_pinyin_n_syllables; i++)
    g_hash_table_add (syllable_set, (gpointer) crm_pinyin_syllables[i]);
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    g_hash_table_add (syllable_set, (gpointer) more[i]);
  for (guint i = 1; i <= crm_pinyin_n_syllables; i++)
    for (gsize length = strlen (crm_pinyin_syllables[i]); length > 0; length--)
      g_hash_table_add (begun_set, g_strndup (crm_pinyin_syllables[i], length));
  g_once_init_leave (&once, 1);
}

typedef struct
{
  const char *letters;
  guint length;
  guint limit;
  guint found;
  gboolean begun;               /* the last syllable is one only begun, else a whole one */
  guint8 dead[MAX_LETTERS + 1]; /* no split from here leads to the end */
  guint starts[MAX_LETTERS];
  CrmSyllablesFunc func;
  gpointer data;
} Split;

static gboolean
is_in (GHashTable *set, const char *text, guint length)
{
  char buffer[8];

  if (length >= sizeof buffer)
    return FALSE;
  memcpy (buffer, text, length);
  buffer[length] = '\0';
  return g_hash_table_contains (set, buffer);
}

/* Depth first, longest syllable first; TRUE if any split reached the end. */
static gboolean
split_from (Split *split, guint at, guint n)
{
  gboolean reached = FALSE;

  if (at == split->length)
    {
      split->func (split->letters, split->starts, n, split->data);
      split->found++;
      return TRUE;
    }
  if (split->dead[at] || split->found >= split->limit)
    return FALSE;
  split->starts[n] = at;
  for (guint length = MIN (6, split->length - at); length > 0; length--)
    {
      const char *syllable = split->letters + at;
      gboolean fits = is_in (syllable_set, syllable, length);

      if (split->begun && at + length == split->length)
        fits = !fits && is_in (begun_set, syllable, length);
      if (fits && split->found < split->limit)
        reached |= split_from (split, at + length, n + 1);
      split->starts[n] = at;
    }
  if (!reached && split->found < split->limit)
    split->dead[at] = TRUE;
  return reached;
}

void
crm_pinyin_segment (const char *letters, guint limit, CrmSyllablesFunc found, gpointer data)
{
  Split split = { .letters = letters, .limit = limit, .func = found, .data = data };

  ensure_syllables ();
  split.length = (guint) strlen (letters);
  if (split.length == 0 || split.length > MAX_LETTERS)
    return;
  split_from (&split, 0, 0);
  split.begun = TRUE;
  split.limit += 2;
  memset (split.dead, 0, sizeof split.dead);
  split_from (&split, 0, 0);
}
