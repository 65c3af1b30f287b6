-- {"groupBy":["status"]}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.k0 is null then 1 else 0 end, t0.k0), N']')
from (
  select *
  from (
    select min(k0) as k0
    from (
      select t0.[status] as k0
      from [dbo].[telescopes] as t0
    ) as t0
    group by k0 collate Latin1_General_100_BIN2, datalength(k0)
  ) as t0
  order by case when k0 is null then 1 else 0 end, k0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"status":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.k0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["active"],"aggregate":{"count":"*"}}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.k0 is null then 1 else 0 end, t0.k0), N']')
from (
  select *
  from (
    select k0, count_big(*) as a1
    from (
      select convert(tinyint, t0.[active]) as k0
      from [dbo].[telescopes] as t0
    ) as t0
    group by k0
  ) as t0
  order by case when k0 is null then 1 else 0 end, k0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"active":'), isnull(case t0.k0 when 1 then N'true' when 0 then N'false' end, N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["status","active"],"aggregate":{"count":"built","max":"aperture"}}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.k0 is null then 1 else 0 end, t0.k0, case when t0.k1 is null then 1 else 0 end, t0.k1), N']')
from (
  select *
  from (
    select min(k0) as k0, k1, count_big(t0.x2) as a2, max(t0.x3) as a3
    from (
      select t0.[status] as k0, convert(tinyint, t0.[active]) as k1, t0.[built] as x2, t0.[aperture] as x3
      from [dbo].[telescopes] as t0
    ) as t0
    group by k0 collate Latin1_General_100_BIN2, datalength(k0), k1
  ) as t0
  order by case when k0 is null then 1 else 0 end, k0, case when k1 is null then 1 else 0 end, k1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"status":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.k0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"active":', isnull(case t0.k1 when 1 then N'true' when 0 then N'false' end, N'null'), N',"count":', isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(20), t0.a2) + N'"', N'null'), N'}'), N'null'), N',"max":', isnull(concat(convert(nvarchar(max), N'{"aperture":'), isnull(N'"' + convert(nvarchar(41), t0.a3) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["year(seen_at)"],"aggregate":{"count":"*"},"sort":["-seen_at_year"]}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.k0 is null then 0 else 1 end, t0.k0 desc), N']')
from (
  select *
  from (
    select k0, count_big(*) as a1
    from (
      select datepart(year, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00'))) as k0
      from [dbo].[telescopes] as t0
    ) as t0
    group by k0
  ) as t0
  order by case when k0 is null then 0 else 1 end, k0 desc
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"seen_at_year":'), isnull(convert(nvarchar(20), t0.k0), N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["observatory_id"],"aggregate":{"sum":"price"},"sort":["-sum.price"]}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.a1 is null then 0 else 1 end, t0.a1 desc, case when t0.k0 is null then 1 else 0 end, t0.k0), N']')
from (
  select *
  from (
    select k0, sum(convert(decimal(38,0), t0.x1)) as a1
    from (
      select t0.[observatory_id] as k0, t0.[price] as x1
      from [dbo].[telescopes] as t0
    ) as t0
    group by k0
  ) as t0
  order by case when a1 is null then 0 else 1 end, a1 desc, case when k0 is null then 1 else 0 end, k0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"observatory_id":'), isnull(convert(nvarchar(20), t0.k0), N'null'), N',"sum":', isnull(concat(convert(nvarchar(max), N'{"price":'), isnull(N'"' + convert(nvarchar(41), t0.a1) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["built"],"aggregate":{"count":"*"},"sort":["-count","built"],"limit":2,"offset":1}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.a1 is null then 0 else 1 end, t0.a1 desc, case when t0.k0 is null then 1 else 0 end, t0.k0), N']')
from (
  select *
  from (
    select k0, count_big(*) as a1
    from (
      select t0.[built] as k0
      from [dbo].[telescopes] as t0
    ) as t0
    group by k0
  ) as t0
  order by case when a1 is null then 0 else 1 end, a1 desc, case when k0 is null then 1 else 0 end, k0
  offset @p1 rows fetch next 2 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"built":'), isnull(convert(nvarchar(20), t0.k0), N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["aperture"],"aggregate":{"count":"*"},"filter":{"built":{"_eq":1978}}}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.k0 is null then 1 else 0 end, t0.k0), N']')
from (
  select *
  from (
    select k0, count_big(*) as a1
    from (
      select t0.[aperture] as k0
      from [dbo].[telescopes] as t0
      where t0.[built] = @p1
    ) as t0
    group by k0
  ) as t0
  order by case when k0 is null then 1 else 0 end, k0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"aperture":'), isnull(N'"' + convert(nvarchar(41), t0.k0) + N'"', N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N'}') as j
) as t0_r;

-- {"groupBy":["status"],"aggregate":{"count":"*"},"search":"mirror"}
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.k0 is null then 1 else 0 end, t0.k0), N']')
from (
  select *
  from (
    select min(k0) as k0, count_big(*) as a1
    from (
      select t0.[status] as k0
      from [dbo].[telescopes] as t0
      where (lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p2) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[status]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p3) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%')
    ) as t0
    group by k0 collate Latin1_General_100_BIN2, datalength(k0)
  ) as t0
  order by case when k0 is null then 1 else 0 end, k0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"status":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.k0), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N',"count":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N'}') as j
) as t0_r;
