/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invented companies and people with the mix of scripts an office in Shanghai meets. Any likeness of a
 * name to a real company is chance; domains end in .example (RFC 2606). */

#include "config.h"

#include "crm-sample-names.h"

#include <math.h>
#include <string.h>

static guint64
rotate (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

void
crm_sample_random_init (CrmSampleRandom *self, guint64 seed)
{
  for (int i = 0; i < 4; i++)
    {
      guint64 z = (seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      self->s[i] = z ^ (z >> 31);
    }
}

guint64
crm_sample_random_next (CrmSampleRandom *self)
{
  guint64 result = rotate (self->s[1] * 5, 7) * 9, t = self->s[1] << 17;

  self->s[2] ^= self->s[0];
  self->s[3] ^= self->s[1];
  self->s[1] ^= self->s[2];
  self->s[0] ^= self->s[3];
  self->s[2] ^= t;
  self->s[3] = rotate (self->s[3], 45);
  return result;
}

double
crm_sample_random_unit (CrmSampleRandom *self)
{
  return (double) (crm_sample_random_next (self) >> 11) * 0x1p-53;
}

int
crm_sample_random_int (CrmSampleRandom *self, int low, int high)
{
  return low + (int) (crm_sample_random_unit (self) * (high - low + 1));
}

double
crm_sample_random_exponential (CrmSampleRandom *self, double mean)
{
  return -mean * log (1 - crm_sample_random_unit (self));
}

double
crm_sample_random_normal (CrmSampleRandom *self)
{
  double u = 1 - crm_sample_random_unit (self), v = crm_sample_random_unit (self);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * v);
}

#define PICK(random, table)                                                                        \
  ((table)[crm_sample_random_int (random, 0, (int) G_N_ELEMENTS (table) - 1)])

typedef struct
{
  const char *city, *province, *latin;
} City;

/* clang-format off */
static const City cities[] = {
  { "上海", "上海市", "shanghai" }, { "上海", "上海市", "shanghai" }, { "杭州", "浙江省", "hangzhou" }, { "苏州", "江苏省", "suzhou" },
  { "宁波", "浙江省", "ningbo" }, { "南京", "江苏省", "nanjing" }, { "无锡", "江苏省", "wuxi" }, { "深圳", "广东省", "shenzhen" },
  { "广州", "广东省", "guangzhou" }, { "北京", "北京市", "beijing" }, { "天津", "天津市", "tianjin" }, { "重庆", "重庆市", "chongqing" },
  { "成都", "四川省", "chengdu" }, { "武汉", "湖北省", "wuhan" }, { "西安", "陕西省", "xian" }, { "青岛", "山东省", "qingdao" },
  { "济南", "山东省", "jinan" }, { "合肥", "安徽省", "hefei" }, { "厦门", "福建省", "xiamen" }, { "福州", "福建省", "fuzhou" },
  { "长沙", "湖南省", "changsha" }, { "郑州", "河南省", "zhengzhou" }, { "温州", "浙江省", "wenzhou" }, { "常州", "江苏省", "changzhou" },
  { "南通", "江苏省", "nantong" }, { "徐州", "江苏省", "xuzhou" }, { "扬州", "江苏省", "yangzhou" }, { "大连", "辽宁省", "dalian" },
  { "沈阳", "辽宁省", "shenyang" }, { "佛山", "广东省", "foshan" }, { "东莞", "广东省", "dongguan" }, { "昆明", "云南省", "kunming" },
};
static const struct { const char *city, *country, *code; } western[] = {
  { "London", "United Kingdom", "44" }, { "Manchester", "United Kingdom", "44" }, { "Bristol", "United Kingdom", "44" },
  { "Hamburg", "Germany", "49" }, { "Munich", "Germany", "49" }, { "Stuttgart", "Germany", "49" }, { "Rotterdam", "Netherlands", "31" },
  { "Lyon", "France", "33" }, { "Milan", "Italy", "39" }, { "Zurich", "Switzerland", "41" }, { "Boston", "United States", "1" },
  { "Chicago", "United States", "1" }, { "Seattle", "United States", "1" }, { "Toronto", "Canada", "1" }, { "Sydney", "Australia", "61" },
  { "Singapore", "Singapore", "65" },
};
static const struct { const char *han, *latin; } brands[] = {
  { "恒瑞", "hengrui" }, { "智云", "zhiyun" }, { "蓝海", "lanhai" }, { "云栖", "yunqi" }, { "江南", "jiangnan" }, { "中山", "zhongshan" },
  { "星光", "xingguang" }, { "福元", "fuyuan" }, { "旭日", "xuri" }, { "太湖", "taihu" }, { "金田", "jintian" }, { "华美", "huamei" },
  { "新源", "xinyuan" }, { "永昌", "yongchang" }, { "东方", "dongfang" }, { "瑞丰", "ruifeng" }, { "鼎盛", "dingsheng" }, { "宏达", "hongda" },
  { "嘉和", "jiahe" }, { "凯旋", "kaixuan" }, { "天成", "tiancheng" }, { "泰和", "taihe" }, { "万通", "wantong" }, { "博远", "boyuan" },
  { "安信", "anxin" }, { "百川", "baichuan" }, { "长青", "changqing" }, { "德馨", "dexin" }, { "飞跃", "feiyue" }, { "海纳", "haina" },
  { "君悦", "junyue" }, { "力拓", "lituo" }, { "明珠", "mingzhu" }, { "启航", "qihang" }, { "双林", "shuanglin" }, { "同心", "tongxin" },
  { "维新", "weixin" }, { "祥云", "xiangyun" }, { "银河", "yinhe" }, { "卓越", "zhuoyue" }, { "聚力", "juli" }, { "思源", "siyuan" },
};
static const struct { const char *han, *industry; } trades[] = {
  { "精密机械", "precision" }, { "食品", "food" }, { "传媒", "media" }, { "物流", "logistics" }, { "纺织", "textile" }, { "医院", "health" },
  { "光学仪器", "instruments" }, { "锁业", "hardware" }, { "茶业", "food" }, { "光伏科技", "energy" }, { "度假酒店", "hotel" }, { "重工", "machinery" },
  { "印务", "printing" }, { "有机农业", "farming" }, { "电子", "electronics" }, { "化工", "chemicals" }, { "建筑设计", "construction" },
  { "汽车部件", "automotive" }, { "软件", "software" }, { "教育", "education" }, { "贸易", "trade" }, { "塑料", "plastics" }, { "包装", "packaging" },
};
static const struct { const char *code, *zh, *en; } industries[] = {
  { "precision", "精密加工", "Precision machining" }, { "food", "食品", "Food" }, { "media", "传媒", "Media" }, { "logistics", "物流", "Logistics" },
  { "textile", "纺织", "Textiles" }, { "health", "医疗", "Health care" }, { "instruments", "仪器仪表", "Instruments" },
  { "hardware", "五金", "Hardware" }, { "energy", "新能源", "Energy" }, { "hotel", "酒店", "Hotels" }, { "machinery", "机械", "Machinery" },
  { "printing", "印刷", "Printing" }, { "farming", "农业", "Farming" }, { "electronics", "电子", "Electronics" },
  { "chemicals", "化工", "Chemicals" }, { "construction", "建筑", "Construction" }, { "automotive", "汽车", "Automotive" },
  { "software", "软件", "Software" }, { "education", "教育", "Education" }, { "trade", "贸易", "Trade" },
  { "plastics", "塑料", "Plastics" }, { "packaging", "包装", "Packaging" },
};
static const char *const forms[] = { "有限公司", "有限公司", "有限公司", "股份有限公司", "集团" };
static const char *const first_words[] = {
  "Anderson", "Keller", "Morrison", "Harbour", "Lumina", "Delta", "Pacific", "Golden Field", "Northgate", "Silverline", "Bluewater",
  "Oakridge", "Summit", "Redstone", "Clearview", "Evergreen", "Falcon", "Granite", "Highland", "Ironbridge", "Juniper", "Kingsway",
  "Lakeside", "Meridian", "Nova", "Orchard", "Pinnacle", "Quarry", "Riverside", "Sterling", "Thornton", "Union", "Vanguard", "Westfield",
  "Yarrow", "Ashford", "Beacon", "Crescent", "Drummond", "Ellison", "Fairfax", "Garrison",
};
static const struct { const char *word, *industry; } second_words[] = {
  { "Marine Supply", "logistics" }, { "Instruments", "instruments" }, { "Architects", "construction" }, { "Print House", "printing" },
  { "Glass Works", "hardware" }, { "Fasteners", "hardware" }, { "Foods", "food" }, { "Textiles", "textile" }, { "Optics", "instruments" },
  { "Logistics", "logistics" }, { "Media", "media" }, { "Hospital Group", "health" }, { "Solar", "energy" }, { "Packaging", "packaging" },
  { "Automotive", "automotive" }, { "Software", "software" }, { "Chemicals", "chemicals" }, { "Hotels", "hotel" }, { "Tools", "machinery" },
  { "Electronics", "electronics" }, { "Trading", "trade" }, { "Plastics", "plastics" }, { "Learning", "education" }, { "Farms", "farming" },
};
static const char *const suffixes[] = { "Ltd", "GmbH", "Inc", "& Sons", "Group", "" , "" };
static const struct { const char *han, *latin; } families[] = {
  { "王", "wang" }, { "李", "li" }, { "张", "zhang" }, { "刘", "liu" }, { "陈", "chen" }, { "杨", "yang" }, { "赵", "zhao" }, { "黄", "huang" },
  { "周", "zhou" }, { "吴", "wu" }, { "徐", "xu" }, { "孙", "sun" }, { "胡", "hu" }, { "朱", "zhu" }, { "高", "gao" }, { "林", "lin" },
  { "何", "he" }, { "郭", "guo" }, { "马", "ma" }, { "罗", "luo" }, { "梁", "liang" }, { "宋", "song" }, { "郑", "zheng" }, { "谢", "xie" },
  { "韩", "han" }, { "唐", "tang" }, { "冯", "feng" }, { "于", "yu" }, { "董", "dong" }, { "曾", "zeng" }, { "单", "shan" }, { "解", "xie" },
};
static const struct { const char *han, *latin; gboolean female; } given[] = {
  { "伟", "wei", FALSE }, { "小明", "xiaoming", FALSE }, { "强", "qiang", FALSE }, { "磊", "lei", FALSE }, { "军", "jun", FALSE },
  { "洋", "yang", FALSE }, { "勇", "yong", FALSE }, { "杰", "jie", FALSE }, { "涛", "tao", FALSE }, { "明", "ming", FALSE },
  { "建国", "jianguo", FALSE }, { "志强", "zhiqiang", FALSE }, { "海峰", "haifeng", FALSE }, { "浩然", "haoran", FALSE }, { "子轩", "zixuan", FALSE },
  { "芳", "fang", TRUE }, { "娜", "na", TRUE }, { "敏", "min", TRUE }, { "静", "jing", TRUE }, { "丽", "li", TRUE }, { "艳", "yan", TRUE },
  { "悦", "yue", TRUE }, { "萍", "ping", TRUE }, { "秀英", "xiuying", TRUE }, { "雪梅", "xuemei", TRUE }, { "晓燕", "xiaoyan", TRUE },
  { "雨桐", "yutong", TRUE }, { "欣怡", "xinyi", TRUE }, { "佳琪", "jiaqi", TRUE }, { "思涵", "sihan", TRUE },
};
static const struct { const char *name; gboolean female; } given_western[] = {
  { "James", FALSE }, { "Oliver", FALSE }, { "Lukas", FALSE }, { "Marco", FALSE }, { "Henry", FALSE }, { "Paul", FALSE }, { "Daniel", FALSE },
  { "Thomas", FALSE }, { "Ben", FALSE }, { "Jonas", FALSE }, { "Emma", TRUE }, { "Sophie", TRUE }, { "Maya", TRUE }, { "Ann", TRUE },
  { "Laura", TRUE }, { "Julia", TRUE }, { "Grace", TRUE }, { "Chloé", TRUE }, { "Ingrid", TRUE }, { "Zoë", TRUE },
};
static const char *const families_western[] = {
  "Smith", "Jones", "Taylor", "Brown", "Müller", "Schneider", "Fischer", "Weber", "Rossi", "Martin", "Bernard", "Wilson", "Evans", "Ortiz",
  "Thompson", "Walker", "Keller", "Meier", "van Dijk", "Larsen", "Novak", "Murphy", "Clarke", "Hughes",
};
static const struct { const char *zh, *en; } titles[] = {
  { "采购经理", "Buyer" }, { "总经理", "Managing director" }, { "财务主管", "Finance manager" }, { "生产经理", "Plant manager" },
  { "市场经理", "Marketing manager" }, { "工程师", "Engineer" }, { "运营总监", "Operations director" }, { "行政助理", "Assistant" },
};
static const CrmSampleProduct products[] = {
  { "Centrifugal pump 2\"", "Pumps", "pc", 1480 }, { "Gear pump G20", "Pumps", "pc", 2260 }, { "Dosing pump D5", "Pumps", "pc", 3120 },
  { "Ball valve DN25", "Valves", "pc", 96 }, { "Ball valve DN50", "Valves", "pc", 188 }, { "Check valve DN40", "Valves", "pc", 142 },
  { "Solenoid valve 24 V", "Valves", "pc", 215 }, { "Pressure gauge 0–10 bar", "Instruments", "pc", 68.5 },
  { "Flow meter DN25", "Instruments", "pc", 1160 }, { "Temperature probe PT100", "Instruments", "pc", 129 },
  { "Level switch L2", "Instruments", "pc", 245 }, { "Hex bolts M8, box of 200", "Fasteners", "box", 58.8 },
  { "Hex bolts M12, box of 100", "Fasteners", "box", 74.9 }, { "Washers M8, box of 500", "Fasteners", "box", 32 },
  { "Hydraulic hose 1/2\", 10 m", "Hoses", "roll", 176 }, { "Pneumatic hose 8 mm, 50 m", "Hoses", "roll", 138 },
  { "Quick coupling set", "Hoses", "set", 84 }, { "Seal kit S", "Spare parts", "set", 45.5 }, { "Seal kit L", "Spare parts", "set", 79 },
  { "Impeller 140 mm", "Spare parts", "pc", 320 }, { "Bearing 6204", "Spare parts", "pc", 26.4 }, { "Bearing 6308", "Spare parts", "pc", 61 },
  { "Frequency converter 4 kW", "Drives", "pc", 2480 }, { "Frequency converter 11 kW", "Drives", "pc", 4390 },
  { "Motor 1.5 kW", "Drives", "pc", 980 }, { "Motor 7.5 kW", "Drives", "pc", 2870 }, { "Control panel CP3", "Controls", "pc", 5200 },
  { "Relay 24 V", "Controls", "pc", 38 }, { "Lubricating grease 5 kg", "Consumables", "can", 168 }, { "Cleaning cloths, 400", "Consumables", "box", 54 },
  { "Gloves, 100 pairs", "Consumables", "box", 92 }, { "Safety goggles", "Consumables", "pc", 28.5 },
  { "Maintenance visit", "Services", "visit", 1200 }, { "Installation day", "Services", "day", 2600 }, { "Calibration", "Services", "job", 480 },
  { "Training, half a day", "Services", "job", 1500 },
};
/* clang-format on */

static char *
ascii_lower (const char *text)
{
  g_autofree char *plain = g_str_to_ascii (text, "C");
  GString *out = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (out, g_ascii_tolower (*p));
  return g_string_free (out, FALSE);
}

static const char *
industry_label (const char *code, gboolean chinese)
{
  for (guint i = 0; i < G_N_ELEMENTS (industries); i++)
    if (strcmp (industries[i].code, code) == 0)
      return chinese ? industries[i].zh : industries[i].en;
  return code;
}

void
crm_sample_company (CrmSampleRandom *random, CrmSampleCompany *company)
{
  memset (company, 0, sizeof *company);
  company->chinese = crm_sample_random_unit (random) < 0.62;
  company->person = crm_sample_random_unit (random) < 0.08;
  if (company->chinese)
    {
      const City *city = &cities[crm_sample_random_int (random, 0, G_N_ELEMENTS (cities) - 1)];
      int brand = crm_sample_random_int (random, 0, G_N_ELEMENTS (brands) - 1);
      int second = crm_sample_random_unit (random) < 0.45
                       ? crm_sample_random_int (random, 0, G_N_ELEMENTS (brands) - 1)
                       : -1;
      int trade = crm_sample_random_int (random, 0, G_N_ELEMENTS (trades) - 1);

      company->city = city->city;
      company->province = city->province;
      company->country = "中国";
      company->currency = "CNY";
      company->calling_code = "86";
      company->industry = industry_label (trades[trade].industry, TRUE);
      company->name =
          g_strconcat (city->city, brands[brand].han, second >= 0 ? brands[second].han : "",
                       trades[trade].han, PICK (random, forms), NULL);
      company->domain = g_strdup_printf ("%s-%s%s.example", brands[brand].latin,
                                         second >= 0 ? brands[second].latin : city->latin,
                                         second >= 0 ? city->latin : "");
    }
  else
    {
      int place = crm_sample_random_int (random, 0, G_N_ELEMENTS (western) - 1);
      int trade = crm_sample_random_int (random, 0, G_N_ELEMENTS (second_words) - 1);
      const char *first = PICK (random, first_words);
      const char *partner =
          crm_sample_random_unit (random) < 0.55 ? PICK (random, families_western) : NULL;
      const char *suffix = PICK (random, suffixes);
      g_autofree char *lower = NULL;

      company->city = western[place].city;
      company->country = western[place].country;
      company->currency = "CNY";
      company->calling_code = western[place].code;
      company->industry = industry_label (second_words[trade].industry, FALSE);
      company->name =
          g_strconcat (first, partner != NULL ? " " : "", partner != NULL ? partner : "", " ",
                       second_words[trade].word, suffix[0] != '\0' ? " " : "", suffix, NULL);
      lower = ascii_lower (company->name);
      company->domain = g_strconcat (lower, ".example", NULL);
    }
}

void
crm_sample_company_clear (CrmSampleCompany *company)
{
  g_clear_pointer (&company->name, g_free);
  g_clear_pointer (&company->domain, g_free);
}

void
crm_sample_person (CrmSampleRandom *random, gboolean chinese, CrmSamplePerson *person)
{
  int title = crm_sample_random_int (random, 0, G_N_ELEMENTS (titles) - 1);

  memset (person, 0, sizeof *person);
  person->job_title = chinese ? titles[title].zh : titles[title].en;
  if (chinese)
    {
      int family = crm_sample_random_int (random, 0, G_N_ELEMENTS (families) - 1);
      int first = crm_sample_random_int (random, 0, G_N_ELEMENTS (given) - 1);

      person->family = families[family].han;
      person->given = g_strdup (given[first].han);
      person->female = given[first].female;
      person->name = g_strconcat (person->family, person->given, NULL);
      person->mailbox = g_strconcat (given[first].latin, ".", families[family].latin, NULL);
    }
  else
    {
      int first = crm_sample_random_int (random, 0, G_N_ELEMENTS (given_western) - 1);
      g_autofree char *a = ascii_lower (given_western[first].name), *b = NULL;

      person->family = PICK (random, families_western);
      person->given = g_strdup (given_western[first].name);
      person->female = given_western[first].female;
      person->name = g_strconcat (person->given, " ", person->family, NULL);
      b = ascii_lower (person->family);
      person->mailbox = g_strconcat (a, ".", b, NULL);
    }
}

void
crm_sample_person_clear (CrmSamplePerson *person)
{
  g_clear_pointer (&person->name, g_free);
  g_clear_pointer (&person->given, g_free);
  g_clear_pointer (&person->mailbox, g_free);
}

char *
crm_sample_mobile (CrmSampleRandom *random, const char *calling_code)
{
  int high = crm_sample_random_int (random, 1000, 9999),
      low = crm_sample_random_int (random, 0, 9999);

  if (strcmp (calling_code, "86") == 0)
    return g_strdup_printf ("+861%d%d%04d%04d", crm_sample_random_int (random, 3, 9),
                            crm_sample_random_int (random, 0, 9), high, low);
  return g_strdup_printf ("+%s%d%04d%04d", calling_code, crm_sample_random_int (random, 20, 79),
                          high, low);
}

const CrmSampleProduct *
crm_sample_products (guint *n)
{
  *n = G_N_ELEMENTS (products);
  return products;
}
