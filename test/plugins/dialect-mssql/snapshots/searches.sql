-- a word
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where (lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p2) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[status]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p3) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%')
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a whole number
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where (t0.[id] = @p1 or lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p2) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p3) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[status]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p4) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or t0.[built] = @p5 or t0.[aperture] = isnull(try_convert(decimal(38,30), @p6), case when left(@p6, 1) = N'-' then -10000000 when @p6 is not null then 10000000 end) or t0.[price] = @p7 or t0.[observatory_id] = @p8 or t0.[successor_id] = @p9)
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a decimal
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where (lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p2) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[status]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p3) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or t0.[aperture] = isnull(try_convert(decimal(38,30), @p4), case when left(@p4, 1) = N'-' then -10000000 when @p4 is not null then 10000000 end))
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a uuid
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where (lower(convert(nvarchar(max), t0.[name]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[nickname]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p2) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or lower(convert(nvarchar(max), t0.[status]) collate Latin1_General_100_BIN2) like N'%' + replace(replace(replace(lower(convert(nvarchar(max), @p3) collate Latin1_General_100_BIN2), N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%' or t0.[serial] = convert(uniqueidentifier, @p4))
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;
